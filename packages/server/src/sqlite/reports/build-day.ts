import { SESSION_TEXTS } from '../../model/session.js';
import { urlParts } from '../../model/url-parts.js';
import { DAY_MS } from '../../model/visitor.js';
import { URL_OF_CONVERSION } from '../conversions/visit-of.js';
import type { Connection } from '../database/connection.js';
import { SESSIONS } from '../rows/session-columns.js';
import { numberBytes, TextColumnBuilder } from './columns.js';
import { type Day, type DayColumn, dayOf, type EncodedDay, type Span } from './day.js';

/** The columns of a day as bytes. */
export interface BuiltDay {
  readonly span: Span;
  readonly columns: EncodedDay;
}

/** Reads the sessions that began on a day, counted from 1970, with all their conversions of these goals. */
export function buildDay(connection: Connection, project: number, dayNo: number, goals: readonly number[]): BuiltDay {
  const from = dayNo * DAY_MS;
  const sessions = readSessions(connection, project, from);
  const conversions = readConversions(connection, project, from, goals, sessions.positionOf);
  const moments = [...sessions.extremes, ...conversions.extremes];
  return {
    span: { firstAt: from + Math.min(...moments), lastAt: from + Math.max(...moments) },
    columns: { ...sessions.columns, ...conversions.columns },
  };
}

export function dayFrom(dayNo: number, { span, columns }: BuiltDay): Day {
  return dayOf(dayNo, span, (name) => columns[name]);
}

type SessionRow = [sessionNo: number, sinceMidnight: number, origins: number, ...texts: (string | null)[]];
type Columns<Names extends DayColumn> = Pick<EncodedDay, Names>;

function readSessions(connection: Connection, project: number, from: number) {
  const positionOf = new Map<number, number>();
  const startedAt: number[] = [];
  const origins: number[] = [];
  const texts = SESSION_TEXTS.map((name) => ({ name, builder: new TextColumnBuilder() }));
  const rows = connection
    .arrays<SessionRow, [number, number, number, number]>(
      `SELECT session_no, started_at - ?, event_origins, ${SESSION_TEXTS.join(', ')} FROM ${SESSIONS}
       WHERE project_no = ? AND started_at >= ? AND started_at < ? ORDER BY started_at, session_no`,
    )
    .iterate(from, project, from, from + DAY_MS);
  for (const [sessionNo, at, bits, ...values] of rows) {
    positionOf.set(sessionNo, positionOf.size);
    startedAt.push(at);
    origins.push(bits);
    for (const [index, { builder }] of texts.entries()) builder.add(values[index] ?? null);
  }
  const columns = {
    started_at: numberBytes(startedAt),
    origins: Uint8Array.from(origins),
    ...(Object.fromEntries(texts.map(({ name, builder }) => [name, builder.bytes()])) as Columns<
      (typeof SESSION_TEXTS)[number]
    >),
  };
  return { positionOf, columns, extremes: extremesOf(startedAt) };
}

type ConversionRow = [
  sessionNo: number,
  sinceMidnight: number,
  goalNo: number,
  isPublic: number,
  url: string | null,
  money: string | null,
];

/** `CROSS JOIN` fixes the join order: sessions in the order of `readSessions`, then their conversions. */
const CONVERSIONS = `SELECT s.session_no, c.occurred_at - ?, c.goal_no, c.is_public, ${URL_OF_CONVERSION},
    e.currency || ' ' || e.value
  FROM sessions s
    CROSS JOIN conversions c ON c.project_no = s.project_no AND c.session_id = s.session_id
    CROSS JOIN events e ON e.session_no = s.session_no AND e.event_id = c.event_id
  WHERE s.project_no = ? AND s.started_at >= ? AND s.started_at < ?
    AND c.goal_no IN (SELECT value FROM json_each(?))
  ORDER BY s.started_at, s.session_no`;

function readConversions(
  connection: Connection,
  project: number,
  from: number,
  goals: readonly number[],
  positionOf: ReadonlyMap<number, number>,
) {
  const counts = new Array<number>(positionOf.size).fill(0);
  const occurredAt: number[] = [];
  const goalNo: number[] = [];
  const isPublic: number[] = [];
  const page = new TextColumnBuilder();
  const money = new TextColumnBuilder();
  const pathOf = cachedPaths();
  const rows = connection
    .arrays<ConversionRow, [number, number, number, number, string]>(CONVERSIONS)
    .iterate(from, project, from, from + DAY_MS, JSON.stringify(goals));
  for (const [sessionNo, at, goal, ofPublic, url, worth] of rows) {
    counts[positionOf.get(sessionNo)!]! += 1;
    occurredAt.push(at);
    goalNo.push(goal);
    isPublic.push(ofPublic);
    page.add(pathOf(url));
    money.add(worth);
  }
  const columns = {
    conversions: numberBytes(counts),
    occurred_at: numberBytes(occurredAt),
    goal_no: numberBytes(goalNo),
    is_public: Uint8Array.from(isPublic),
    page: page.bytes(),
    money: money.bytes(),
  };
  return { columns, extremes: extremesOf(occurredAt) };
}

/** The smallest and the largest number; empty without numbers. */
function extremesOf(numbers: readonly number[]): number[] {
  if (numbers.length === 0) return [];
  let [least, most] = [numbers[0]!, numbers[0]!];
  for (const number of numbers) {
    if (number < least) least = number;
    if (number > most) most = number;
  }
  return [least, most];
}

/** Parsing a URL takes microseconds, and a day's conversions share a few. */
function cachedPaths(): (url: string | null) => string | null {
  const paths = new Map<string, string | null>();
  return (url) => {
    if (url === null) return null;
    let path = paths.get(url);
    if (path === undefined) {
      path = urlParts(url)?.path ?? null;
      paths.set(url, path);
    }
    return path;
  };
}
