import {
  type Amounts,
  CONVERSION_GROUPS,
  type ConversionGroup,
  type Figures,
  type GroupValue,
  type ReportGroup,
  type ReportOrder,
  type RowPlace,
  TIME_GROUPS,
  type TimeGroup,
} from '../../model/report.js';

/** The figures of one query in one period. */
export interface GroupedFigures {
  /** The places of the groups that have any figure, in no order. There may be many more than rows on a page. */
  places(order: ReportOrder): Iterable<RowPlace>;
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

/** The property of goals that a group consists of; null for a group of something else. */
export function goalPropertyOf(group: ReportGroup): 'key' | 'type' | null {
  if (group === 'goal') return 'key';
  return group === 'type' ? 'type' : null;
}

/** The offsets of today's time zones are multiples of a quarter of an hour, in ms. Both engines sum moments up by it. */
export const QUARTER_MS = 15 * 60_000;

/** A value that is the same for equal groups only. */
export function keyOf(group: readonly GroupValue[]): GroupValue | undefined {
  return group.length < 2 ? group[0] : JSON.stringify(group);
}
