import type { Static } from 'typebox';
import { parseDateText } from '../period/date-text.js';
import type { Document } from '../store/documents.js';
import { anyOf, type Faults, fault, shown } from '../validation/faults.js';
import { checker } from '../validation/schema.js';
import { NoteBody, NotePatch, type NoteResource, NotesQuery } from './note-schemas.js';

/** A note as it is stored. */
export interface Note {
  /** `YYYY-MM-DD` in the project's time zone. */
  readonly date: string;
  readonly text: string;
  /** Milliseconds since 1970, UTC. */
  readonly createdAt: number;
  readonly updatedAt: number;
}

type Parsed<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly faults: Faults };

const bodyChecker = checker(NoteBody);
const patchChecker = checker(NotePatch);
const queryChecker = checker(NotesQuery);

export function parseNote(body: unknown): Parsed<Pick<Note, 'date' | 'text'>> {
  const checked = bodyChecker.check(body);
  return checked.ok ? withDays({ date: checked.value.date, text: checked.value.text }, ['date']) : checked;
}

/** Parses a change. Absent fields and null keep their values. */
export function parseNoteChange(body: unknown): Parsed<Partial<Pick<Note, 'date' | 'text'>>> {
  const checked = patchChecker.check(body);
  if (!checked.ok) return checked;
  const { date, text } = checked.value;
  return withDays({ ...(date != null && { date }), ...(text != null && { text }) }, ['date']);
}

/** The days that are asked for, both inclusive; null leaves a side open. */
export function parseDays(query: unknown): Parsed<{ readonly from: string | null; readonly until: string | null }> {
  const checked = queryChecker.check(query);
  if (!checked.ok) return checked;
  const days = withDays(checked.value, ['start_date', 'end_date']);
  if (!days.ok) return days;
  const { start_date: from = null, end_date: until = null } = days.value;
  if (from !== null && until !== null && until < from) {
    return { ok: false, faults: [fault('end_date', 'date_reversed', { start: shown(from), value: shown(until) })] };
  }
  return { ok: true, value: { from, until } };
}

/** Checks that these fields are days of the calendar. */
function withDays<Fields extends object>(value: Fields, names: readonly (keyof Fields & string)[]): Parsed<Fields> {
  const faults = names.flatMap((name) => {
    const day = value[name] as string | undefined;
    const read = day === undefined ? null : parseDateText(name, day);
    return read && 'sentence' in read ? [read] : [];
  });
  return anyOf(faults) ? { ok: false, faults } : { ok: true, value };
}

/** Formats a note for the API. */
export function presentNote({ id, body }: Document<Note>): Static<typeof NoteResource> {
  const { date, text, createdAt, updatedAt } = body;
  return {
    id,
    date,
    text,
    created_at: new Date(createdAt).toISOString(),
    updated_at: new Date(updatedAt).toISOString(),
  };
}

/** By day, those of one day in the order in which they were created. */
export function byDay(one: Document<Note>, other: Document<Note>): number {
  const [a, b] = [one, other].map(({ id, body: { date } }) => `${date} ${id}`);
  return a! < b! ? -1 : 1;
}
