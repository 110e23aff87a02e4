import { SESSION_TEXTS, type SessionText } from '../../../model/session.js';
import { DAY_MS } from '../../../model/visitor.js';
import { type DaySums, daySums, type SumColumn } from '../sums/day-sums.js';
import { type TextColumn, textsIn, timesIn, wordsIn } from './columns.js';
import { lazy, once } from './once.js';

/**
 * The sessions that began on one day (UTC), with all their conversions, column by column. Filters, groups and counts go through
 * a column of numbers, which is much faster than reading rows. A column is read when it is first needed.
 */
export interface Day {
  readonly span: Span;
  readonly sessions: SessionColumns;
  readonly conversions: ConversionColumns;
  /** Null unless the day is kept with them. */
  readonly sums: DaySums | null;
}

/** From the first to the last start of a session or conversion of a day. Milliseconds since 1970, UTC, both included. */
export interface Span {
  readonly firstAt: number;
  readonly lastAt: number;
}

/** One entry per session, in the order in which they began. */
export interface SessionColumns {
  readonly count: number;
  readonly sessionNo: Uint32Array;
  /** Milliseconds since 1970, UTC. */
  readonly startedAt: Float64Array;
  /** `ORIGIN_BITS` of its events. */
  readonly origins: Uint8Array;
  readonly text: (name: SessionText) => TextColumn;
}

/** One entry per conversion, those of a session together, in the order of the sessions. */
export interface ConversionColumns {
  readonly count: number;
  /** How many each session has. */
  readonly ofSessions: Uint32Array;
  /** The position of its session. */
  readonly session: Uint32Array;
  readonly occurredAt: Float64Array;
  readonly goalNo: Uint32Array;
  readonly isPublic: Uint8Array;
  /** The path of the page where it happened. */
  readonly page: TextColumn;
  /** What its event says that it is worth, such as "EUR 49.00". */
  readonly money: TextColumn;
}

const CONVERSION_COLUMNS = ['conversions', 'occurred_at', 'goal_no', 'is_public', 'page', 'money'] as const;
/** Those of the conversions. `conversions` has how many of them each session has. */
export type ConversionColumn = (typeof CONVERSION_COLUMNS)[number];
const SESSION_COLUMNS = ['session_no', 'started_at', 'origins', ...SESSION_TEXTS] as const;
export type SessionColumn = (typeof SESSION_COLUMNS)[number];
export type DayColumn = SessionColumn | ConversionColumn;
export const DAY_COLUMNS: readonly DayColumn[] = [...SESSION_COLUMNS, ...CONVERSION_COLUMNS];

/**
 * The columns of a day as bytes. Whoever changes their names or how they are written adds a migration that deletes all kept
 * days, like 021.
 */
export type EncodedDay = Readonly<Record<DayColumn, Uint8Array>>;

/** Reads a column or sums by name; undefined for sums that there are not. */
export type ReadColumn = (name: DayColumn | SumColumn) => Uint8Array | undefined;

/** A day whose columns are read by name, each when it is first needed. */
export function dayOf(dayNo: number, span: Span, read: ReadColumn): Day {
  const bytes = (name: DayColumn) => read(name)!;
  const times = (name: DayColumn) => timesIn(bytes(name), dayNo * DAY_MS);
  const ofSessions = once(() => wordsIn(bytes('conversions')));
  return lazy<Day>({
    span: () => span,
    sums: () => daySums(read),
    sessions: () =>
      lazy<SessionColumns>({
        count: () => ofSessions().length,
        sessionNo: () => wordsIn(bytes('session_no')),
        startedAt: () => times('started_at'),
        origins: () => bytes('origins'),
        text: () => textColumns((name) => textsIn(bytes(name))),
      }),
    conversions: () =>
      lazy<ConversionColumns>({
        count: () => sumOf(ofSessions()),
        ofSessions,
        session: () => runsOf(ofSessions()),
        occurredAt: () => times('occurred_at'),
        goalNo: () => wordsIn(bytes('goal_no')),
        isPublic: () => bytes('is_public'),
        page: () => textsIn(bytes('page')),
        money: () => textsIn(bytes('money')),
      }),
  });
}

/** Makes the texts of sessions by their names, each when it is first needed. */
export function textColumns(make: (name: SessionText) => TextColumn): SessionColumns['text'] {
  const made = new Map<SessionText, TextColumn>();
  return (name) => {
    let column = made.get(name);
    if (!column) {
      column = make(name);
      made.set(name, column);
    }
    return column;
  };
}

/** For each conversion the position of its session, from how many each session has. */
export function runsOf(ofSessions: Uint32Array): Uint32Array {
  const sessionOf = new Uint32Array(sumOf(ofSessions));
  let next = 0;
  for (let session = 0; session < ofSessions.length; session++) {
    for (let end = next + ofSessions[session]!; next < end; next++) sessionOf[next] = session;
  }
  return sessionOf;
}

export function sumOf(numbers: Uint32Array): number {
  let sum = 0;
  for (let index = 0; index < numbers.length; index++) sum += numbers[index]!;
  return sum;
}
