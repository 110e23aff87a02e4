import { effect, signal } from '@preact/signals';
import { call } from '../api/call.js';
import { type Days, period } from './period.js';
import { project } from './project.js';

export interface Note {
  readonly id: string;
  readonly date: string;
  readonly text: string;
}

/** The notes on days of the period, by day. */
export const notes = signal<readonly Note[]>([]);

async function load({ from, to }: Days): Promise<void> {
  const { data } = await call<{ data: readonly Note[] }>({
    method: 'GET',
    path: `notes?start_date=${from}&end_date=${to}`,
  });
  notes.value = data;
}

effect(() => {
  const days = period.value;
  if (!project.value) return;
  load(days).catch(() => {
    // The pages say so when the server cannot answer.
  });
});

/** Rejects with a `CallError`, as does the next. */
export async function addNote(date: string, text: string): Promise<void> {
  await call({ method: 'POST', path: 'notes', body: { date, text } });
  await load(period.value);
}

export async function removeNote(id: string): Promise<void> {
  await call({ method: 'DELETE', path: `notes/${id}` });
  await load(period.value);
}
