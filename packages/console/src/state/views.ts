import { computed, effect, signal } from '@preact/signals';
import { type Call, call } from '../api/call.js';
import { goTo, placeWithout } from './place.js';
import { maySeeAll, project } from './project.js';

/** A saved view, as the API has it. */
export interface View {
  readonly data: { readonly place?: unknown };
}

type Act = 'list' | 'create' | 'detail' | 'delete' | 'default-get' | 'default-set';

export const viewCall = (act: Act, body: object = {}): Call => ({ method: 'POST', path: `insight/${act}`, body });

/** What of the address is not part of a view. */
export const NOT_OF_VIEW = ['project', 'session', 'edited', 'section', 'page_number'];

/** The query that opens a view; empty for one that another program made. */
export const placeOf = ({ data }: View): string => String(data.place ?? '');

/** Projects whose first view was opened, or that were opened at an address of their own. */
const begun = signal<ReadonlySet<string>>(new Set());

/** Whether it is known what the project opens with. */
export const hasBegun = computed(() => project.value === null || !maySeeAll.value || begun.value.has(project.value.id));

/** An address that says nothing opens the project's default view. */
effect(() => {
  if (hasBegun.value) return;
  const { id } = project.value!;
  const begin = () => {
    begun.value = new Set([...begun.value, id]);
  };
  if (placeWithout(['project']) !== '') return begin();
  call<{ data: View | null }>(viewCall('default-get')).then(
    ({ data }) => {
      if (data && placeWithout(['project']) === '') goTo(placeOf(data), { replace: true });
      begin();
    },
    // The pages say so when the server cannot answer.
    begin,
  );
});
