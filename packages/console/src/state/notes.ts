import { effect, signal } from '@preact/signals';
import { call } from '../api/call.js';
import { period } from './period.js';
import { maySeeAll, project } from './project.js';

export interface Note {
  readonly id: string;
  readonly date: string;
  readonly text: string;
}

/** The notes on days of the period, by day. */
export const notes = signal<readonly Note[]>([]);

/** To be called when notes have changed. */
export function loadNotes({ from, to } = period.value): void {
  call<{ data: readonly Note[] }>({ method: 'GET', path: `notes?start_date=${from}&end_date=${to}` }).then(
    ({ data }) => {
      notes.value = data;
    },
    () => {
      // The pages say so when the server cannot answer.
    },
  );
}

effect(() => {
  const days = period.value;
  notes.value = [];
  if (project.value && maySeeAll.value) loadNotes(days);
});

/** Rejects with a `CallError`. */
export async function removeNote(id: string): Promise<void> {
  await call({ method: 'DELETE', path: `notes/${id}` });
  loadNotes();
}
