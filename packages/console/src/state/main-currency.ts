import { effect, signal } from '@preact/signals';
import { call } from '../api/call.js';
import { maySeeAll, project } from './project.js';
import { shared } from './shared.js';

/** The currency that the project shows first; null when it has named none. */
export const mainCurrency = signal<string | null>(null);

effect(() => {
  const id = project.value?.id;
  mainCurrency.value = shared.value?.project.main_currency ?? null;
  if (id === undefined || !maySeeAll.value) return;
  call<{ data: { main_currency: string | null } }>({ method: 'GET', path: `projects/${id}` }).then(
    ({ data }) => {
      mainCurrency.value = data.main_currency;
    },
    () => {
      // The pages say so when the server cannot answer.
    },
  );
});
