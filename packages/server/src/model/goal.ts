import type { PropertyValue } from './event.js';
import type { GoalKey } from './ids.js';

/** How a text is compared. `glob`: `*` stands for anything but "/", `**` for anything. `regex`: RE2 syntax, linear time. */
export const TEXT_MATCHES = ['equals', 'prefix', 'contains', 'glob', 'regex'] as const;
export type TextMatch = (typeof TEXT_MATCHES)[number];

export interface TextRule {
  readonly match: TextMatch;
  readonly pattern: string;
}

/** Which part of a visit's URL a `url` rule looks at. */
export const URL_PARTS = ['path', 'path_query', 'url'] as const;
export type UrlPart = (typeof URL_PARTS)[number];

export interface UrlRule extends TextRule {
  readonly on: UrlPart;
}

/** At least one is given; all that are given must hold. */
export interface ClickRule {
  /** CSS selector; holds when the clicked element or one around it matches. */
  readonly selector?: string;
  /** The whole text, white space folded. */
  readonly text?: string;
  /** The link target. */
  readonly href?: TextRule;
}

export interface EventRule {
  readonly name: string;
  /** Each named property must equal the given value. */
  readonly properties?: Readonly<Record<string, PropertyValue>>;
}

/** A rule and the type of goal it belongs to: two shapes under one tag. */
export type TypedRule =
  | { readonly type: 'url'; readonly rule: UrlRule }
  | { readonly type: 'click'; readonly rule: ClickRule }
  | { readonly type: 'event'; readonly rule: EventRule };

/** What converts: visits, clicks or custom events. */
export const GOAL_TYPES = ['url', 'click', 'event'] as const satisfies readonly TypedRule['type'][];

/** `every` matching event counts, or only the earliest of a session, by (time, id). */
export const COUNTING_MODES = ['every', 'once'] as const;
export type CountingMode = (typeof COUNTING_MODES)[number];

/** What makes a goal, as its owner gives it. */
export type GoalDefinition = TypedRule & {
  readonly key: GoalKey;
  readonly name: string;
  readonly count: CountingMode;
  /** Fixed value of each conversion: a decimal string, with `currency` (ISO 4217). Without one the event's own counts. */
  readonly value: string | null;
  readonly currency: string | null;
};

export type Goal = GoalDefinition & {
  /** Starts at 1; a change of type, rule or counting mode makes the next one. Never used twice for a key, not even after a deletion. */
  readonly version: number;
  readonly matching: Matching;
};

/** How far stored history has been held against the newest version of a goal. */
export interface Matching {
  /** While `running`, readers see the previous version's conversions (none for a new goal). */
  readonly state: 'running' | 'done';
  /** Stored events examined so far. */
  readonly matched: number;
  /** Stored events there were to examine when the version was made. */
  readonly total: number;
}

/** Goals of a project. Every event is held against every goal, so there is a limit to them. */
export const GOALS_MAX = 200;

/** Characters of a pattern, whatever it is matched by. */
export const PATTERN_CHARACTERS_MAX = 1024;

/** Characters of a selector. */
export const SELECTOR_CHARACTERS_MAX = 512;
