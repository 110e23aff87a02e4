import { useSignal } from '@preact/signals';
import type { CallError } from '../../api/call.js';
import { useChange } from '../../api/change.js';
import { keyFor } from '../../api/key-for.js';
import type { SavedFunnel } from '../../api/types.js';
import { Dialog } from '../../parts/dialog.js';
import { TextField } from '../../parts/field.js';
import { Form } from '../../parts/form.js';
import { Link } from '../../parts/link.js';
import { Refusal } from '../../parts/refusal.js';
import { changesToOpen, funnel } from '../../state/funnel.js';
import { go, isAt } from '../../state/place.js';
import { mayWrite } from '../../state/project.js';
import { t } from '../../texts/texts.js';
import { funnelCall } from './questions.js';

interface Props {
  /** Null while they are not there. */
  readonly funnels: readonly SavedFunnel[] | null;
  readonly current: SavedFunnel | null;
  readonly error: CallError | null;
  /** Asks for the list again. */
  again(): void;
}

/** The funnels that have a name, and what can be done with the one that is shown. */
export function SavedFunnels({ funnels, current, error, again }: Props) {
  const asked = useSignal<'name' | 'delete' | null>(null);
  const changing = useChange();
  const shown = funnel.value;
  const isChanged = current !== null && shown !== null && !isAt(changesToOpen(current));
  const close = () => {
    asked.value = null;
  };
  const keep = async () => {
    if ((await changing.run(funnelCall(current!.key, 'PATCH', shown!))) !== null) again();
  };
  const remove = async () => {
    if ((await changing.run(funnelCall(current!.key, 'DELETE'))) === null) return;
    close();
    go({ edited: null });
    again();
  };
  return (
    <div class="saved">
      <h1>{t('page.funnels')}</h1>
      {funnels && funnels.length > 0 && (
        <nav aria-label={t('funnel.saved')}>
          {funnels.map((one) => (
            <Link
              key={one.key}
              to={changesToOpen(one)}
              class="button"
              aria-current={one.key === current?.key ? 'page' : undefined}
            >
              {one.name}
            </Link>
          ))}
        </nav>
      )}
      <span class="actions">
        {isChanged && mayWrite.value && (
          <button type="button" class="button primary" disabled={changing.isRunning} onClick={keep}>
            {t('goal.save')}
          </button>
        )}
        {shown && mayWrite.value && (
          <button
            type="button"
            class={current ? 'button' : 'button primary'}
            onClick={() => {
              asked.value = 'name';
            }}
          >
            {t(current ? 'funnel.saveAs' : 'funnel.save')}
          </button>
        )}
        {current && mayWrite.value && (
          <button
            type="button"
            class="button plain"
            onClick={() => {
              asked.value = 'delete';
            }}
          >
            {t('form.delete')}
          </button>
        )}
        {(current || shown) && (
          <Link to={{ edited: null, step: null, order: null, within: null, by: null }} class="button plain">
            {t('funnel.new')}
          </Link>
        )}
      </span>
      {(error ?? changing.error) && <Refusal error={(error ?? changing.error)!} />}
      {asked.value === 'name' && shown && <NameDialog body={shown} again={again} close={close} />}
      {asked.value === 'delete' && current && (
        <Dialog title={t('funnel.deleteOf', { funnel: current.name })} close={close}>
          <Form changing={changing} action={t('form.delete')} isDangerous submit={remove} close={close}>
            <p>{t('funnel.deleteKeeps')}</p>
          </Form>
        </Dialog>
      )}
    </div>
  );
}

interface NameProps {
  readonly body: object;
  again(): void;
  close(): void;
}

function NameDialog({ body, again, close }: NameProps) {
  const name = useSignal('');
  const saving = useChange();
  const save = async () => {
    const key = keyFor(name.value);
    const given = { key, name: name.value.trim(), ...body };
    if ((await saving.run({ method: 'POST', path: 'funnels', body: given })) === null) return;
    again();
    go({ edited: key });
    close();
  };
  const faults = saving.error?.faults ?? {};
  return (
    <Dialog title={t('funnel.save')} close={close}>
      <Form changing={saving} action={t('funnel.save')} submit={save} close={close}>
        <TextField
          label={t('goal.name')}
          value={name.value}
          required
          autofocus
          maxLength={120}
          faults={faults.name ?? faults.key}
          hint={t('goal.keyWillBe', { key: keyFor(name.value) || '…' })}
          change={(text) => {
            name.value = text;
          }}
        />
      </Form>
    </Dialog>
  );
}
