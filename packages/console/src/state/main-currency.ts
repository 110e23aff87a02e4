import { effect, signal } from '@preact/signals';
import { call } from '../api/call.js';
import { project } from './project.js';

/** The currency that the project shows first; null when it has named none. */
export const mainCurrency = signal<string | null>(null);

effect(() => {
  const id = project.value?.id;
  mainCurrency.value = null;
  if (id === undefined) return;
  call<{ data: { main_currency: string | null } }>({ method: 'GET', path: `projects/${id}` }).then(
    ({ data }) => {
      mainCurrency.value = data.main_currency;
    },
    () => {
      // The pages say so when the server cannot answer.
    },
  );
});
