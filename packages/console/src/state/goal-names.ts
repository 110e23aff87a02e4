import { effect, signal } from '@preact/signals';
import { call } from '../api/call.js';
import { maySeeAll, project } from './project.js';
import { shared } from './shared.js';

/** The names of the project's goals by their keys. Until they are loaded, and without the right to read them, keys stand in. */
const names = signal<ReadonlyMap<string, string>>(new Map());

export const goalName = (key: string) => names.value.get(key) ?? key;
export const goalKeys = () => [...names.value.keys()];

/** To be called when goals have changed. */
export async function loadGoalNames(): Promise<void> {
  const { data } = await call<{ data: readonly { key: string; name: string }[] }>({ method: 'GET', path: 'goals' });
  names.value = new Map(data.map(({ key, name }) => [key, name]));
}

effect(() => {
  if (shared.value) names.value = new Map(shared.value.project.goals.map(({ key, name }) => [key, name]));
  if (!project.value || !maySeeAll.value) return;
  loadGoalNames().catch(() => {
    // The pages say so when the server cannot answer.
  });
});
