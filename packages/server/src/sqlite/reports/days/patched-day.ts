import type { Connection } from '../../database/connection.js';
import { buildDay, dayFrom } from './build-day.js';
import type { TextColumn } from './columns.js';
import { type ConversionColumns, type Day, type SessionColumns, textColumns } from './day.js';
import { narrowedDay } from './narrowed-day.js';
import { lazy } from './once.js';

/** A kept day with these sessions from the rows: they have changed since it was kept, are new on it, or gone from it. */
export function patchedDay(
  connection: Connection,
  project: number,
  dayNo: number,
  kept: Day,
  goals: readonly number[],
  changed: readonly number[],
): Day {
  const isChanged = new Set(changed);
  const unchanged = Uint8Array.from(kept.sessions.sessionNo, (no) => (isChanged.has(no) ? 0 : 1));
  return joinedDay(narrowedDay(kept, unchanged), dayFrom(buildDay(connection, project, dayNo, goals, changed)));
}

/** The sessions of both, with their conversions. */
function joinedDay(one: Day, other: Day): Day {
  const { sessions, conversions } = one;
  return lazy<Day>({
    span: () => ({
      firstAt: Math.min(one.span.firstAt, other.span.firstAt),
      lastAt: Math.max(one.span.lastAt, other.span.lastAt),
    }),
    sums: () => null,
    sessions: () =>
      lazy<SessionColumns>({
        count: () => sessions.count + other.sessions.count,
        sessionNo: () => joined(Uint32Array, sessions.sessionNo, other.sessions.sessionNo),
        startedAt: () => joined(Float64Array, sessions.startedAt, other.sessions.startedAt),
        origins: () => joined(Uint8Array, sessions.origins, other.sessions.origins),
        text: () => textColumns((name) => joinedTexts(sessions.text(name), other.sessions.text(name))),
      }),
    conversions: () =>
      lazy<ConversionColumns>({
        count: () => conversions.count + other.conversions.count,
        ofSessions: () => joined(Uint32Array, conversions.ofSessions, other.conversions.ofSessions),
        session: () => joined(Uint32Array, conversions.session, shifted(other.conversions.session, sessions.count)),
        occurredAt: () => joined(Float64Array, conversions.occurredAt, other.conversions.occurredAt),
        goalNo: () => joined(Uint32Array, conversions.goalNo, other.conversions.goalNo),
        isPublic: () => joined(Uint8Array, conversions.isPublic, other.conversions.isPublic),
        page: () => joinedTexts(conversions.page, other.conversions.page),
        money: () => joinedTexts(conversions.money, other.conversions.money),
      }),
  });
}

type Numbers = Uint8Array | Uint32Array | Float64Array;

function joined<Column extends Numbers>(Type: new (length: number) => Column, one: Column, other: Column): Column {
  const all = new Type(one.length + other.length);
  all.set(one);
  all.set(other, one.length);
  return all;
}

/** A text that both have is in the list twice. */
function joinedTexts(one: TextColumn, other: TextColumn): TextColumn {
  return {
    texts: [...one.texts, ...other.texts],
    positions: joined(Uint32Array, one.positions, shifted(other.positions, one.texts.length)),
  };
}

function shifted(positions: Uint32Array, by: number): Uint32Array {
  return positions.map((position) => position + by);
}
