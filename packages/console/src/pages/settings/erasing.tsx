import { useSignal } from '@preact/signals';
import { useChange } from '../../api/change.js';
import { TextField } from '../../parts/field.js';
import { Form, useDraft } from '../../parts/form.js';
import { t } from '../../texts/texts.js';
import { Section } from './section.js';

const NOTHING = { id: '', isSure: false };

/** Erases a session: a person may ask for it. */
export function Erasing() {
  const [draft, change] = useDraft(NOTHING);
  const erased = useSignal<string | null>(null);
  const erasing = useChange();
  const erase = async () => {
    erased.value = null;
    const session = draft.value.id.trim();
    const path = `sessions/${encodeURIComponent(session)}`;
    if ((await erasing.run({ method: 'DELETE', path })) === null) return;
    erased.value = session;
    change(NOTHING);
  };
  return (
    <Section title={t('settings.erasing')} about={t('erasing.about')}>
      <Form
        changing={erasing}
        action={t('erasing.erase')}
        isReady={draft.value.isSure}
        isDangerous
        said={erased.value !== null && t('erasing.erased', { id: erased.value })}
        submit={erase}
      >
        <TextField
          label={t('erasing.id')}
          value={draft.value.id}
          required
          maxLength={64}
          hint={t('erasing.idHint')}
          change={(id) => change({ id })}
        />
        <label class="check">
          <input
            type="checkbox"
            checked={draft.value.isSure}
            onChange={({ currentTarget }) => change({ isSure: currentTarget.checked })}
          />
          {t('erasing.sure')}
        </label>
      </Form>
    </Section>
  );
}
