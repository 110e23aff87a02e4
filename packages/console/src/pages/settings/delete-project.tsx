import { useSignal } from '@preact/signals';
import { loadAccount } from '../../api/account.js';
import { useChange } from '../../api/change.js';
import { TextField } from '../../parts/field.js';
import { Form } from '../../parts/form.js';
import { go } from '../../state/place.js';
import { project } from '../../state/project.js';
import { t } from '../../texts/texts.js';
import { Section } from './section.js';

/** Deletes the project, once its name was typed. */
export function DeleteProject() {
  const typed = useSignal('');
  const deleting = useChange();
  const { id, name } = project.value!;
  const remove = async () => {
    const path = `projects/${encodeURIComponent(id)}`;
    if ((await deleting.run({ method: 'DELETE', path, body: { name: typed.value } })) === null) return;
    await loadAccount();
    go({ project: null, view: null, section: null });
  };
  return (
    <Section title={t('project.delete')} about={t('project.deleteAbout')}>
      <Form changing={deleting} action={t('project.delete')} isReady={typed.value === name} isDangerous submit={remove}>
        <TextField
          label={t('project.typeName', { name })}
          value={typed.value}
          required
          faults={deleting.error?.faults.name}
          change={(text) => {
            typed.value = text;
          }}
        />
      </Form>
    </Section>
  );
}
