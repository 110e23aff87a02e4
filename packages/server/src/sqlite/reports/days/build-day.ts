import { SESSION_TEXTS } from '../../../model/session.js';
import { DAY_MS } from '../../../model/visitor.js';
import type { Connection, Value } from '../../database/connection.js';
import { numberBytes, TextColumnBuilder } from './columns.js';
import { ConversionsBuilder, type DayConversion } from './conversions-builder.js';
import { type Day, dayOf, type EncodedDay, type SessionColumn, type Span } from './day.js';
import { type DaySessions, sessionsSql } from './day-sessions.js';
import { readConversions } from './read-conversions.js';

/** The columns of a day as bytes. */
export interface BuiltDay {
  readonly dayNo: number;
  readonly span: Span;
  readonly columns: EncodedDay;
}

/**
 * Reads the sessions that began on a day, counted from 1970, with all their conversions of these goals. `only`: the numbers of
 * those that are wanted; all by default.
 */
export function buildDay(
  connection: Connection,
  project: number,
  dayNo: number,
  goals: readonly number[],
  only?: readonly number[],
): BuiltDay {
  const midnight = dayNo * DAY_MS;
  const wanted: DaySessions = { project, midnight, only };
  const { sessionNos, sinceMidnight, columns } = readSessions(connection, wanted);
  const builder = new ConversionsBuilder(sessionNos.length);
  for (const one of readConversions(connection, wanted, goals, positionsOf(sessionNos))) builder.add(one);
  return {
    dayNo,
    span: spanOf(midnight, [sinceMidnight, builder.occurredAt]),
    columns: { ...columns, ...builder.columns },
  };
}

/** The day with the conversions of these goals instead: those it has, and the `missing` ones from the rows. */
export function completeDay(
  connection: Connection,
  project: number,
  day: BuiltDay,
  goals: readonly number[],
  missing: readonly number[],
): BuiltDay {
  const midnight = day.dayNo * DAY_MS;
  const before = dayFrom(day);
  const { count, sessionNo, startedAt } = before.sessions;
  const added = readConversions(connection, { project, midnight }, missing, positionsOf(sessionNo));
  const builder = new ConversionsBuilder(count);
  for (const one of inOrderOfSessions(conversionsOf(before, midnight, new Set(goals)), added)) builder.add(one);
  const sinceMidnight = Array.from(startedAt, (at) => at - midnight);
  return {
    dayNo: day.dayNo,
    span: spanOf(midnight, [sinceMidnight, builder.occurredAt]),
    columns: { ...day.columns, ...builder.columns },
  };
}

export function dayFrom({ dayNo, span, columns }: BuiltDay): Day {
  return dayOf(dayNo, span, (name) => (columns as Partial<Record<string, Uint8Array>>)[name]);
}

type SessionRow = [sessionNo: number, sinceMidnight: number, origins: number, ...texts: (string | null)[]];

function readSessions(connection: Connection, wanted: DaySessions) {
  const { midnight } = wanted;
  const sessionNos: number[] = [];
  const sinceMidnight: number[] = [];
  const origins: number[] = [];
  const texts = SESSION_TEXTS.map((name) => ({ name, builder: new TextColumnBuilder() }));
  const { from, where, values } = sessionsSql(wanted);
  const rows = connection
    .arrays<SessionRow, readonly Value[]>(
      `SELECT session_no, started_at - ?, event_origins, ${SESSION_TEXTS.join(', ')} FROM ${from} CROSS JOIN clients USING (client_no)
       WHERE ${where} ORDER BY started_at, session_no`,
    )
    .iterate(midnight, ...values);
  for (const [sessionNo, at, bits, ...own] of rows) {
    sessionNos.push(sessionNo);
    sinceMidnight.push(at);
    origins.push(bits);
    for (const [index, { builder }] of texts.entries()) builder.add(own[index] ?? null);
  }
  const columns = {
    session_no: numberBytes(sessionNos),
    started_at: numberBytes(sinceMidnight),
    origins: Uint8Array.from(origins),
    ...Object.fromEntries(texts.map(({ name, builder }) => [name, builder.bytes()])),
  } as Pick<EncodedDay, SessionColumn>;
  return { sessionNos, sinceMidnight, columns };
}

function positionsOf(sessionNos: Iterable<number>): ReadonlyMap<number, number> {
  return new Map(Array.from(sessionNos, (no, position) => [no, position]));
}

function* conversionsOf({ conversions }: Day, midnight: number, goals: ReadonlySet<number>): Generator<DayConversion> {
  const { session, occurredAt, goalNo, isPublic, page, money } = conversions;
  for (let index = 0; index < conversions.count; index++) {
    if (!goals.has(goalNo[index]!)) continue;
    yield {
      session: session[index]!,
      sinceMidnight: occurredAt[index]! - midnight,
      goalNo: goalNo[index]!,
      isPublic: isPublic[index]!,
      page: page.texts[page.positions[index]!]!,
      money: money.texts[money.positions[index]!]!,
    };
  }
}

/** Merges conversions that are in this order. */
function* inOrderOfSessions(some: Iterable<DayConversion>, others: Iterator<DayConversion>): Generator<DayConversion> {
  let other = others.next();
  for (const one of some) {
    for (; !other.done && other.value.session < one.session; other = others.next()) yield other.value;
    yield one;
  }
  for (; !other.done; other = others.next()) yield other.value;
}

function spanOf(midnight: number, lists: readonly (readonly number[])[]): Span {
  let [firstAt, lastAt] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const list of lists) {
    for (const sinceMidnight of list) {
      firstAt = Math.min(firstAt, midnight + sinceMidnight);
      lastAt = Math.max(lastAt, midnight + sinceMidnight);
    }
  }
  return { firstAt, lastAt };
}
