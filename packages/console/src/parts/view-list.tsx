import { useSignal } from '@preact/signals';
import { useAnswer } from '../api/answer.js';
import { useChange } from '../api/change.js';
import { goTo, placeWithout } from '../state/place.js';
import { mayWrite } from '../state/project.js';
import { NOT_OF_VIEW, placeOf, type View, viewCall } from '../state/views.js';
import { t } from '../texts/texts.js';
import { Icon } from './icon.js';
import { closeMenu } from './menu.js';
import { Refusal } from './refusal.js';
import { Failure, Loading } from './states.js';

interface ListedView {
  readonly id: string;
  readonly label: string;
  readonly is_default: boolean;
}

/** The saved views: opened, deleted, and chosen to be the first one. `canSave`: this page can be saved as another. */
export function ViewList({ canSave = false }: { canSave?: boolean }) {
  const answer = useAnswer<{ data: readonly ListedView[] }>(() => viewCall('list'));
  const name = useSignal('');
  const changing = useChange();
  const { data, error } = answer.value;
  const open = async (id: string, menu: EventTarget) => {
    const found = await changing.run<{ data: View }>(viewCall('detail', { insight_id: id }));
    if (found === null) return;
    closeMenu(menu);
    goTo(placeOf(found.data));
  };
  const save = async (event: Event) => {
    event.preventDefault();
    const body = { label: name.value.trim(), data: { place: placeWithout(NOT_OF_VIEW) } };
    if ((await changing.run(viewCall('create', body))) === null) return;
    name.value = '';
    answer.again();
  };
  const change = async (act: 'default-set' | 'delete', body: object) => {
    if ((await changing.run(viewCall(act, body))) !== null) answer.again();
  };
  if (error) return <Failure error={error} again={answer.again} />;
  if (!data) return <Loading lines={3} />;
  return (
    <>
      {data.data.length === 0 && <p class="who">{t('views.none')}</p>}
      {data.data.map(({ id, label, is_default: isFirst }) => (
        <div key={id} class="view">
          <button type="button" class="item" onClick={({ currentTarget }) => open(id, currentTarget)}>
            {label}
          </button>
          {mayWrite.value && (
            <button
              type="button"
              class="button plain"
              aria-pressed={isFirst}
              aria-label={t('views.makeFirst', { view: label })}
              title={t('views.makeFirst', { view: label })}
              onClick={() => change('default-set', { insight_id: isFirst ? null : id })}
            >
              <Icon name="star" />
            </button>
          )}
          {mayWrite.value && (
            <button
              type="button"
              class="button plain"
              aria-label={t('goal.deleteOf', { goal: label })}
              onClick={() => change('delete', { insight_id: id })}
            >
              <Icon name="close" />
            </button>
          )}
        </div>
      ))}
      {canSave && mayWrite.value && (
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
