import { useSignal, useSignalEffect } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { loadAccount } from '../../api/account.js';
import { useAnswer } from '../../api/answer.js';
import { useChange } from '../../api/change.js';
import type { Project } from '../../api/types.js';
import { Dialog } from '../../parts/dialog.js';
import { SelectField, TextField } from '../../parts/field.js';
import { Form, useDraft } from '../../parts/form.js';
import { Opener } from '../../parts/opener.js';
import { Failure, Loading } from '../../parts/states.js';
import { TimeZoneField } from '../../parts/time-zone-field.js';
import { account } from '../../state/account.js';
import { project } from '../../state/project.js';
import { t } from '../../texts/texts.js';
import { NewProject } from '../first/new-project.js';
import { DeleteProject } from './delete-project.js';
import { Section } from './section.js';

const LISTS = [
  'allowed_origins',
  'own_hosts',
  'payment_providers',
  'excluded_addresses',
  'excluded_paths',
  'excluded_countries',
] as const;

const EXAMPLES: Readonly<Record<(typeof LISTS)[number], string>> = {
  allowed_origins: 'https://shop.example',
  own_hosts: 'shop.example',
  payment_providers: 'pay.example',
  excluded_addresses: '192.0.2.0/24',
  excluded_paths: '/admin/**',
  excluded_countries: 'NL',
};

const PAGE_SESSION_IDS = ['accept', 'signed', 'refuse'] as const;

const projectCall = (method: 'GET' | 'PATCH', body?: object) => ({
  method,
  path: `projects/${encodeURIComponent(project.value!.id)}`,
  ...(body && { body }),
});

/** The settings of the project, with the way to another one and to its end. */
export function ProjectSettings() {
  return (
    <>
      <ProjectForm
        tools={
          account.value?.role === 'owner' && (
            <Opener label={t('project.new')}>
              {(close) => (
                <Dialog title={t('project.new')} close={close}>
                  <NewProject close={close} />
                </Dialog>
              )}
            </Opener>
          )
        }
      />
      <DeleteProject />
    </>
  );
}

function ProjectForm({ tools }: { tools: ComponentChildren }) {
  const answer = useAnswer<{ data: Project }>(() => project.value && projectCall('GET'));
  const { data, error } = answer.value;
  if (error) return <Failure error={error} again={answer.again} />;
  return (
    <Section title={t('settings.project')} about={t('settings.projectAbout')} tools={tools}>
      {data ? <Fields given={data.data} /> : <Loading lines={8} />}
    </Section>
  );
}

function Fields({ given }: { given: Project }) {
  const [draft, change] = useDraft(given);
  const isSaved = useSignal(false);
  const saving = useChange();
  const one = draft.value;
  const faults = saving.error?.faults ?? {};
  useSignalEffect(() => {
    draft.value;
    isSaved.value = false;
  });
  const save = async () => {
    const { id: _, site_key: __, has_signing_secret: ___, created_at: ____, ...body } = one;
    if ((await saving.run(projectCall('PATCH', body))) === null) return;
    isSaved.value = true;
    loadAccount();
  };
  return (
    <Form changing={saving} action={t('goal.save')} said={isSaved.value && t('settings.saved')} submit={save}>
      <div class="pair">
        <TextField
          label={t('goal.name')}
          value={one.name}
          required
          maxLength={120}
          faults={faults.name}
          change={(name) => change({ name })}
        />
        <TextField
          label={t('settings.currency')}
          value={one.main_currency ?? ''}
          maxLength={3}
          placeholder="EUR"
          faults={faults.main_currency}
          hint={t('settings.currencyHint')}
          change={(text) => change({ main_currency: text.trim().toUpperCase() || null })}
        />
      </div>
      <TimeZoneField value={one.time_zone} faults={faults.time_zone} change={(time_zone) => change({ time_zone })} />
      <p class="hint">
        {t('settings.siteKey')} <code>{given.site_key}</code>
      </p>
      {LISTS.map((list) => (
        <TextField
          key={list}
          isLong
          label={t(`settings.${list}`)}
          value={one[list].join('\n')}
          placeholder={EXAMPLES[list]}
          faults={faultsOf(faults, list)}
          hint={t(`settings.${list}Hint`)}
          change={(text) => change({ [list]: text === '' ? [] : text.split('\n') })}
        />
      ))}
      <SelectField
        label={t('settings.pageSessionIds')}
        value={one.page_session_ids}
        options={PAGE_SESSION_IDS}
        name={(mode) => t(`settings.pageSessionIds.${mode}`)}
        faults={faults.page_session_ids}
        hint={t('settings.pageSessionIdsHint')}
        change={(page_session_ids) => change({ page_session_ids })}
      />
    </Form>
  );
}

/** What is wrong with a list or with an item of it: `own_hosts.2`. */
function faultsOf(faults: Readonly<Record<string, readonly string[]>>, list: string): readonly string[] | undefined {
  const found = Object.entries(faults).flatMap(([field, sentences]) => (field.split('.')[0] === list ? sentences : []));
  return found.length > 0 ? found : undefined;
}
