import { SESSION_TEXTS, type SessionText } from '../../../model/session.js';
import { DAY_MS } from '../../../model/visitor.js';
import { type DaySums, daySums, type SumColumn } from '../sums/day-sums.js';
import { type TextColumn, textsIn, timesIn, wordsIn } from './columns.js';
import { once } from './once.js';

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
  text(name: SessionText): TextColumn;
}

/** One entry per conversion, those of a session together, in the order of the sessions. */
export interface ConversionColumns {
  readonly count: number;
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
  const column = <Column>(name: DayColumn, decode: (bytes: Uint8Array) => Column) => once(() => decode(read(name)!));
  const times = (bytes: Uint8Array) => timesIn(bytes, dayNo * DAY_MS);
  const runs = column('conversions', (bytes) => sessionRuns(wordsIn(bytes)));
  const sessionNo = column('session_no', wordsIn);
  const startedAt = column('started_at', times);
  const origins = column('origins', (bytes) => bytes);
  const texts = new Map(SESSION_TEXTS.map((name) => [name, column(name, textsIn)]));
  const occurredAt = column('occurred_at', times);
  const goalNo = column('goal_no', wordsIn);
  const isPublic = column('is_public', (bytes) => bytes);
  const page = column('page', textsIn);
  const money = column('money', textsIn);
  const sums = once(() => daySums(read));
  return {
    span,
    get sums() {
      return sums();
    },
    sessions: {
      get count() {
        return runs().sessions;
      },
      get sessionNo() {
        return sessionNo();
      },
      get startedAt() {
        return startedAt();
      },
      get origins() {
        return origins();
      },
      text: (name) => texts.get(name)!(),
    },
    conversions: {
      get count() {
        return runs().sessionOf.length;
      },
      get session() {
        return runs().sessionOf;
      },
      get occurredAt() {
        return occurredAt();
      },
      get goalNo() {
        return goalNo();
      },
      get isPublic() {
        return isPublic();
      },
      get page() {
        return page();
      },
      get money() {
        return money();
      },
    },
  };
}

/** For each conversion the position of its session, from how many each session has. */
function sessionRuns(counts: Uint32Array): { sessions: number; sessionOf: Uint32Array } {
  let total = 0;
  for (let session = 0; session < counts.length; session++) total += counts[session]!;
  const sessionOf = new Uint32Array(total);
  let next = 0;
  for (let session = 0; session < counts.length; session++) {
    for (let end = next + counts[session]!; next < end; next++) sessionOf[next] = session;
  }
  return { sessions: counts.length, sessionOf };
}
