import type { PropertyValue } from './event.js';
import type { GoalKey } from './ids.js';

/**
 * How a text is compared. `glob`: `*` matches anything but "/", `**` matches anything. `regex`: RE2 syntax, linear
 * time.
 */
export const TEXT_MATCHES = ['equals', 'prefix', 'contains', 'glob', 'regex'] as const;
export type TextMatch = (typeof TEXT_MATCHES)[number];

export interface TextRule {
  readonly match: TextMatch;
  readonly pattern: string;
}

/** The part of a visit's URL that a `url` rule is compared with. */
export const URL_PARTS = ['path', 'path_query', 'url'] as const;
export type UrlPart = (typeof URL_PARTS)[number];

export interface UrlRule extends TextRule {
  readonly on: UrlPart;
}

/** At least one field is given, and all given fields must match. */
export interface ClickRule {
  /** A CSS selector; matches when the clicked element or one of its ancestors matches. */
  readonly selector?: string;
  /** The whole text, with white space collapsed. */
  readonly text?: string;
  /** The link target. */
  readonly href?: TextRule;
}

export interface EventRule {
  readonly name: string;
  /** Each named property must equal the given value. */
  readonly properties?: Readonly<Record<string, PropertyValue>>;
}

/** A rule, tagged with the type of goal that it belongs to. */
export type TypedRule =
  | { readonly type: 'url'; readonly rule: UrlRule }
  | { readonly type: 'click'; readonly rule: ClickRule }
  | { readonly type: 'event'; readonly rule: EventRule };

/** The types of goals: met by visits, clicks or custom events. */
export const GOAL_TYPES = ['url', 'click', 'event'] as const satisfies readonly TypedRule['type'][];

/** Whether `every` matching event counts, or only the earliest one of a session, by (time, id). */
export const COUNTING_MODES = ['every', 'once'] as const;
export type CountingMode = (typeof COUNTING_MODES)[number];

/**
 * Where the value of a conversion comes from: the `goal`'s fixed value; the `event`'s own; that of a `trusted_event`, so
 * that a public one counts and has no value; or `none`.
 */
export const VALUES_FROM = ['goal', 'event', 'trusted_event', 'none'] as const;
export type ValueFrom = (typeof VALUES_FROM)[number];

/** Of a goal that was made before there was a choice. */
export function valueFromOf({ value, valueFrom }: Pick<GoalDefinition, 'value' | 'valueFrom'>): ValueFrom {
  return valueFrom ?? (value === null ? 'event' : 'goal');
}

/** A goal as its owner defines it. */
export type GoalDefinition = TypedRule & {
  readonly key: GoalKey;
  readonly name: string;
  readonly count: CountingMode;
  /** The fixed value of each conversion: a decimal string, with `currency` (ISO 4217). Null unless `valueFrom` is `goal`. */
  readonly value: string | null;
  readonly currency: string | null;
  /** Absent in goals that were made before there was a choice: use `valueFromOf`. */
  readonly valueFrom?: ValueFrom;
};

export type Goal = GoalDefinition & {
  /**
   * Starts at 1 and increases with each change of type, rule or counting mode. Never reused for a key, not even after a
   * deletion.
   */
  readonly version: number;
  readonly matching: Matching;
};

/** How far stored history has been matched against the newest version of a goal. */
export interface Matching {
  /** While `running`, readers see the previous version's conversions (none for a new goal). */
  readonly state: 'running' | 'done';
  /** Stored events examined so far. */
  readonly examined: number;
  /** Examined events that the rule matches. Null for versions matched by Goalpost 0.1.0, which did not count them. */
  readonly matched: number | null;
  /** The number of stored events when the version was made. */
  readonly total: number;
}

/** Goals per project. There is a limit because every event is matched against every goal. */
export const GOALS_MAX = 200;

/** Characters of a pattern of any kind. */
export const PATTERN_CHARACTERS_MAX = 1024;

/** Characters of a selector. */
export const SELECTOR_CHARACTERS_MAX = 512;
