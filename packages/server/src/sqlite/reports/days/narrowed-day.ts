import { picked, type TextColumn } from './columns.js';
import { type ConversionColumns, type Day, runsOf, type SessionColumns, sumOf, textColumns } from './day.js';
import { lazy, once } from './once.js';

/** The sessions of a day that a mask has, and their conversions. Columns are picked when they are first needed. */
export function narrowedDay({ span, sessions, conversions }: Day, mask: Uint8Array): Day {
  const kept = once(() => positionsIn(mask));
  const ofSessions = once(() => picked(conversions.ofSessions, kept()));
  const ofKept = once(() => conversionsOf(conversions.ofSessions, mask, sumOf(ofSessions())));
  return lazy<Day>({
    span: () => span,
    sums: () => null,
    sessions: () =>
      lazy<SessionColumns>({
        count: () => kept().length,
        sessionNo: () => picked(sessions.sessionNo, kept()),
        startedAt: () => pickedTimes(sessions.startedAt, kept()),
        origins: () => pickedBytes(sessions.origins, kept()),
        text: () => textColumns((name) => pickedTexts(sessions.text(name), kept())),
      }),
    conversions: () =>
      lazy<ConversionColumns>({
        count: () => ofKept().length,
        ofSessions,
        session: () => runsOf(ofSessions()),
        occurredAt: () => pickedTimes(conversions.occurredAt, ofKept()),
        goalNo: () => picked(conversions.goalNo, ofKept()),
        isPublic: () => pickedBytes(conversions.isPublic, ofKept()),
        page: () => pickedTexts(conversions.page, ofKept()),
        money: () => pickedTexts(conversions.money, ofKept()),
      }),
  });
}

function pickedTimes(times: Float64Array, positions: Uint32Array): Float64Array {
  const all = new Float64Array(positions.length);
  for (let index = 0; index < all.length; index++) all[index] = times[positions[index]!]!;
  return all;
}

function pickedBytes(bytes: Uint8Array, positions: Uint32Array): Uint8Array {
  const all = new Uint8Array(positions.length);
  for (let index = 0; index < all.length; index++) all[index] = bytes[positions[index]!]!;
  return all;
}

/** With those texts only that are needed. */
function pickedTexts({ texts, positions }: TextColumn, kept: Uint32Array): TextColumn {
  const needed: (string | null)[] = [];
  /** From 1; 0 for texts that are not needed. */
  const newPosition = new Uint32Array(texts.length);
  const pickedPositions = new Uint32Array(kept.length);
  for (let index = 0; index < kept.length; index++) {
    const position = positions[kept[index]!]!;
    if (newPosition[position] === 0) newPosition[position] = needed.push(texts[position]!);
    pickedPositions[index] = newPosition[position]! - 1;
  }
  return { texts: needed, positions: pickedPositions };
}

function positionsIn(mask: Uint8Array): Uint32Array {
  const positions = new Uint32Array(mask.length);
  let count = 0;
  for (let index = 0; index < mask.length; index++) {
    positions[count] = index;
    count += mask[index]!;
  }
  return positions.subarray(0, count);
}

/** The positions of the conversions whose sessions are kept, of which there are `count`. */
function conversionsOf(ofSessions: Uint32Array, mask: Uint8Array, count: number): Uint32Array {
  const positions = new Uint32Array(count);
  let [next, found] = [0, 0];
  for (let session = 0; session < mask.length; session++) {
    const end = next + ofSessions[session]!;
    if (mask[session] === 1) for (let index = next; index < end; index++) positions[found++] = index;
    next = end;
  }
  return positions;
}
