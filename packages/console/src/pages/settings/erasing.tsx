import { useSignal } from '@preact/signals';
import { useChange } from '../../api/change.js';
import { TextField } from '../../parts/field.js';
import { Refusal } from '../../parts/refusal.js';
import { t } from '../../texts/texts.js';
import { Section } from './section.js';

/** Erases a session: a person may ask for it. */
export function Erasing() {
  const id = useSignal('');
  const isSure = useSignal(false);
  const erased = useSignal<string | null>(null);
  const erasing = useChange();
  const erase = async (event: Event) => {
    event.preventDefault();
    erased.value = null;
    const session = id.value.trim();
    const path = `sessions/${encodeURIComponent(session)}`;
    if ((await erasing.run({ method: 'DELETE', path })) === null) return;
    erased.value = session;
    id.value = '';
    isSure.value = false;
  };
  return (
    <Section title={t('settings.erasing')} about={t('erasing.about')}>
      <form class="form-card" onSubmit={erase}>
        <div class="fields">
          <TextField
            label={t('erasing.id')}
            value={id.value}
            required
            maxLength={64}
            hint={t('erasing.idHint')}
            change={(text) => {
              id.value = text;
            }}
          />
          <label class="check">
            <input
              type="checkbox"
              checked={isSure.value}
              onChange={({ currentTarget }) => {
                isSure.value = currentTarget.checked;
              }}
            />
            {t('erasing.sure')}
          </label>
          {erasing.error && <Refusal error={erasing.error} />}
        </div>
        <footer>
          <button type="submit" class="button danger" disabled={erasing.isRunning || !isSure.value}>
            {t('erasing.erase')}
          </button>
          <span class="said" role="status">
            {erased.value !== null && t('erasing.erased', { id: erased.value })}
          </span>
        </footer>
      </form>
    </Section>
  );
}
