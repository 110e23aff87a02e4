import {
  type Amounts,
  CONVERSION_GROUPS,
  type ConversionGroup,
  type Figures,
  type GroupValue,
  type ReportGroup,
  TIME_GROUPS,
  type TimeGroup,
} from '../../model/report.js';

export interface GroupFigures {
  readonly group: readonly GroupValue[];
  readonly figures: Figures;
}

/** The figures of one query in one period. */
export interface GroupedFigures {
  /** The groups that have any figure, in no order. */
  readonly groups: Iterable<GroupFigures>;
  has(group: readonly GroupValue[]): boolean;
  /** Also of a group that has none but its sessions. */
  of(group: readonly GroupValue[]): Figures;
}

export const NO_AMOUNTS: Amounts = new Map();

export function isTime(group: ReportGroup): group is TimeGroup {
  return TIME_GROUPS.includes(group as TimeGroup);
}

/** Whether a group is a property of a conversion, which a session without conversions does not have. */
export function isOfConversion(group: ReportGroup): group is ConversionGroup {
  return CONVERSION_GROUPS.includes(group as ConversionGroup);
}

/** A value that is the same for equal groups only. */
export function keyOf(group: readonly GroupValue[]): GroupValue | undefined {
  return group.length < 2 ? group[0] : JSON.stringify(group);
}
