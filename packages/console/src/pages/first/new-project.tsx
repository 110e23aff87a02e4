import { loadAccount } from '../../api/account.js';
import { useChange } from '../../api/change.js';
import type { Project } from '../../api/types.js';
import { TextField } from '../../parts/field.js';
import { Form, useDraft } from '../../parts/form.js';
import { TimeZoneField } from '../../parts/time-zone-field.js';
import { go } from '../../state/place.js';
import { t } from '../../texts/texts.js';

/** Makes a project, and shows how its pages are told to report. */
export function NewProject({ close }: { close?(): void }) {
  const [draft, change] = useDraft({
    name: '',
    site: '',
    time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  });
  const creating = useChange();
  const faults = creating.error?.faults ?? {};
  const { name, site, time_zone } = draft.value;
  const create = async () => {
    const body = { name: name.trim(), time_zone, allowed_origins: site.trim() === '' ? [] : [site.trim()] };
    const answer = await creating.run<{ data: Project }>({ method: 'POST', path: 'projects', body });
    if (answer === null) return;
    await loadAccount();
    go({ project: answer.data.id, view: null, section: null });
    close?.();
  };
  return (
    <Form
      changing={creating}
      action={t('project.create')}
      isReady={name.trim() !== ''}
      submit={create}
      {...(close && { close })}
    >
      <TextField
        label={t('goal.name')}
        value={name}
        required
        autofocus
        maxLength={120}
        placeholder="Shop"
        faults={faults.name}
        change={(text) => change({ name: text })}
      />
      <TextField
        label={t('project.site')}
        value={site}
        placeholder="https://shop.example"
        faults={faults.allowed_origins ?? faults['allowed_origins.0']}
        hint={t('project.siteHint')}
        change={(text) => change({ site: text })}
      />
      <TimeZoneField value={time_zone} faults={faults.time_zone} change={(zone) => change({ time_zone: zone })} />
    </Form>
  );
}
