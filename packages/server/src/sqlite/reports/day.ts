import { SESSION_TEXTS, type SessionText } from '../../model/session.js';
import { floats, type TextColumn, textsIn, words } from './columns.js';

/**
 * The sessions that began on one day (UTC), with all their conversions, column by column. Filters, groups and counts go through
 * a column of numbers, which is much faster than reading rows. A column is read when it is first needed.
 */
export interface Day {
  readonly sessions: SessionColumns;
  readonly conversions: ConversionColumns;
}

/** One entry per session, in the order in which they began. */
export interface SessionColumns {
  /** Milliseconds since 1970, UTC. */
  readonly startedAt: Float64Array;
  /** `ORIGIN_BITS` of its events. */
  readonly origins: Uint8Array;
  text(name: SessionText): TextColumn;
}

/** One entry per conversion, those of a session together, in the order of the sessions. */
export interface ConversionColumns {
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

/** The names of the columns, besides those of `SESSION_TEXTS`. */
export const DAY_COLUMNS = [
  'started_at',
  'origins',
  'session',
  'occurred_at',
  'goal_no',
  'is_public',
  'page',
  'money',
] as const;
export type DayColumn = (typeof DAY_COLUMNS)[number] | SessionText;
export const ALL_COLUMNS: readonly DayColumn[] = [...DAY_COLUMNS, ...SESSION_TEXTS];

/** The columns of a day as bytes: numbers as this machine has them in memory. */
export type EncodedDay = Readonly<Record<DayColumn, Uint8Array>>;

/** A day whose columns are read by name. */
export function dayOf(read: (column: DayColumn) => Uint8Array): Day {
  const once = <Column>(name: DayColumn, decode: (bytes: Uint8Array) => Column) => {
    let column: Column | undefined;
    return () => {
      column ??= decode(read(name));
      return column;
    };
  };
  const startedAt = once('started_at', floats);
  const origins = once('origins', (bytes) => bytes);
  const texts = new Map(SESSION_TEXTS.map((name) => [name, once(name, textsIn)]));
  const session = once('session', words);
  const occurredAt = once('occurred_at', floats);
  const goalNo = once('goal_no', words);
  const isPublic = once('is_public', (bytes) => bytes);
  const page = once('page', textsIn);
  const money = once('money', textsIn);
  return {
    sessions: {
      get startedAt() {
        return startedAt();
      },
      get origins() {
        return origins();
      },
      text: (name) => texts.get(name)!(),
    },
    conversions: {
      get session() {
        return session();
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
