import { picked, type TextColumn } from './columns.js';
import { type ConversionColumns, type Day, type SessionColumns, textColumns } from './day.js';
import { lazy, once } from './once.js';

/** The sessions of a day that a mask has, and their conversions. Columns are picked when they are first needed. */
export function narrowedDay({ span, sessions, conversions }: Day, mask: Uint8Array): Day {
  const kept = once(() => positionsIn(mask));
  const ofKept = once(() => conversionsOf(conversions.session, mask));
  return lazy<Day>({
    span: () => span,
    sums: () => null,
    sessions: () =>
      lazy<SessionColumns>({
        count: () => kept().length,
        sessionNo: () => picked(sessions.sessionNo, kept()),
        startedAt: () => Float64Array.from(kept(), (position) => sessions.startedAt[position]!),
        origins: () => Uint8Array.from(kept(), (position) => sessions.origins[position]!),
        text: () => textColumns((name) => pickedTexts(sessions.text(name), kept())),
      }),
    conversions: () =>
      lazy<ConversionColumns>({
        count: () => ofKept().positions.length,
        session: () => ofKept().session,
        occurredAt: () => Float64Array.from(ofKept().positions, (position) => conversions.occurredAt[position]!),
        goalNo: () => picked(conversions.goalNo, ofKept().positions),
        isPublic: () => Uint8Array.from(ofKept().positions, (position) => conversions.isPublic[position]!),
        page: () => pickedTexts(conversions.page, ofKept().positions),
        money: () => pickedTexts(conversions.money, ofKept().positions),
      }),
  });
}

function pickedTexts({ texts, positions }: TextColumn, kept: Uint32Array): TextColumn {
  return { texts, positions: picked(positions, kept) };
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

/** The positions of the conversions whose sessions are kept, and for each the new position of its session. */
function conversionsOf(sessionOf: Uint32Array, mask: Uint8Array): { positions: Uint32Array; session: Uint32Array } {
  const newPosition = new Uint32Array(mask.length);
  for (let index = 1; index < mask.length; index++) newPosition[index] = newPosition[index - 1]! + mask[index - 1]!;
  const positions = new Uint32Array(sessionOf.length);
  let count = 0;
  for (let index = 0; index < sessionOf.length; index++) {
    positions[count] = index;
    count += mask[sessionOf[index]!]!;
  }
  const kept = positions.subarray(0, count);
  return { positions: kept, session: picked(newPosition, picked(sessionOf, kept)) };
}
