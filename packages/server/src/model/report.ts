import type { ConversionType } from './conversion.js';
import type { Origin } from './event.js';
import type { GoalKey } from './ids.js';
import { SESSION_TEXTS, type SessionText } from './session.js';

/** Times that sessions are grouped by when they began, and conversions by when they happened. */
export const TIME_GROUPS = ['hour', 'day', 'week', 'month'] as const;
export type TimeGroup = (typeof TIME_GROUPS)[number];

/** Properties of a conversion: its goal's key, its type, and the path of the page where it happened. */
export const CONVERSION_GROUPS = ['goal', 'type', 'page'] as const;
export type ConversionGroup = (typeof CONVERSION_GROUPS)[number];

/** What the rows of a report can be about. */
export const REPORT_GROUPS = [...TIME_GROUPS, ...CONVERSION_GROUPS, ...SESSION_TEXTS] as const;
export type ReportGroup = TimeGroup | ConversionGroup | SessionText;

/** Groups of one query. */
export const GROUPS_MAX = 2;

/** Restricts the conversions of a report, and so its converted sessions; never its sessions. Null for no restriction. */
export interface ConversionChoice {
  readonly goals: readonly GoalKey[] | null;
  readonly types: readonly ConversionType[] | null;
  readonly origin: Origin | null;
}

/**
 * The value of one group of a row: a text, null when it is not known, or for a time its position in the period, from 0.
 */
export type GroupValue = string | number | null;

/** Sums of amounts by currency, in millionths. A currency without any amount is absent. */
export type Amounts = ReadonlyMap<string, bigint>;

/** The figures of a group of sessions and conversions. */
export interface Figures {
  /** Sessions that began in the period. */
  readonly sessions: number;
  /** Those of them with a chosen conversion at any time. */
  readonly convertedSessions: number;
  /** Chosen conversions that happened in the period. */
  readonly conversions: number;
  readonly value: Amounts;
}

export interface ReportRow {
  readonly group: readonly GroupValue[];
  readonly figures: Figures;
  /** The same in the earlier period; null without one, and where it has no time at this position. */
  readonly before: Figures | null;
}

/** What rows can be ordered by, besides one of their groups and the value in a currency. */
export const FIGURE_SORT_KEYS = ['conversions', 'sessions', 'converted_sessions', 'conversion_rate'] as const;
export type FigureSortKey = (typeof FIGURE_SORT_KEYS)[number];

/** Rows that are equal, or have no value for the key, are ordered by their groups. */
export interface ReportOrder {
  readonly by: { readonly figure: FigureSortKey } | { readonly currency: string } | { readonly group: ReportGroup };
  readonly descending: boolean;
}

/** The place of a row in its order: all that orders it. */
export interface RowPlace {
  /** The value of the key; null when the row has none. An amount is in millionths. */
  readonly key: number | bigint | string | null;
  readonly group: readonly GroupValue[];
}

/** Rows per page at most. */
export const REPORT_LIMIT_MAX = 1000;
