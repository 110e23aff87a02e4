import { useSignal } from '@preact/signals';
import { useAnswer } from '../api/answer.js';
import type { Call } from '../api/call.js';
import { useChange } from '../api/change.js';
import { Icon } from '../parts/icon.js';
import { closeMenu, Menu } from '../parts/menu.js';
import { Refusal } from '../parts/refusal.js';
import { Failure, Loading } from '../parts/states.js';
import { goTo, placeWithout } from '../state/place.js';
import { project } from '../state/project.js';
import { t } from '../texts/texts.js';

interface ListedView {
  readonly id: string;
  readonly label: string;
}

/** What of the address is not part of a view. */
const NOT_OF_VIEW = ['project', 'session', 'edited', 'section', 'page_number'];

const viewCall = (act: 'list' | 'create' | 'detail' | 'delete', body: object = {}): Call => ({
  method: 'POST',
  path: `insight/${act}`,
  body,
});

/** The saved views of the project: a page with its period and filters, by name. */
export function ViewsMenu() {
  const isOpen = useSignal(false);
  const label = (
    <>
      <Icon name="views" />
      {t('views.title')}
    </>
  );
  return (
    <Menu
      label={label}
      toggled={(next) => {
        isOpen.value = next;
      }}
    >
      {isOpen.value && <Views />}
    </Menu>
  );
}

function Views() {
  const answer = useAnswer<{ data: readonly ListedView[] }>(() => viewCall('list'));
  const name = useSignal('');
  const changing = useChange();
  const { data, error } = answer.value;
  const mayChange = project.value?.role !== 'viewer';
  const open = async (id: string, menu: EventTarget) => {
    const found = await changing.run<{ data: { data: { place?: unknown } } }>(viewCall('detail', { insight_id: id }));
    if (found === null) return;
    closeMenu(menu);
    goTo(String(found.data.data.place ?? ''), ['project']);
  };
  const save = async (event: Event) => {
    event.preventDefault();
    const body = { label: name.value.trim(), data: { place: placeWithout(NOT_OF_VIEW) } };
    if ((await changing.run(viewCall('create', body))) === null) return;
    name.value = '';
    answer.again();
  };
  const remove = async (id: string) => {
    if ((await changing.run(viewCall('delete', { insight_id: id }))) !== null) answer.again();
  };
  if (error) return <Failure error={error} again={answer.again} />;
  if (!data) return <Loading lines={3} />;
  return (
    <>
      {data.data.length === 0 && <p class="who">{t('views.none')}</p>}
      {data.data.map(({ id, label }) => (
        <div key={id} class="view">
          <button type="button" class="item" onClick={({ currentTarget }) => open(id, currentTarget)}>
            {label}
          </button>
          {mayChange && (
            <button
              type="button"
              class="button plain"
              aria-label={t('goal.deleteOf', { goal: label })}
              onClick={() => remove(id)}
            >
              <Icon name="close" />
            </button>
          )}
        </div>
      ))}
      {mayChange && (
        <form class="view" onSubmit={save}>
          <input
            aria-label={t('views.name')}
            placeholder={t('views.name')}
            required
            maxLength={120}
            autocomplete="off"
            value={name.value}
            onInput={({ currentTarget }) => {
              name.value = currentTarget.value;
            }}
          />
          <button type="submit" class="button primary" disabled={changing.isRunning}>
            {t('views.save')}
          </button>
        </form>
      )}
      {changing.error && <Refusal error={changing.error} />}
    </>
  );
}
