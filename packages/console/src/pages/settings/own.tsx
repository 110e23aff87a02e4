import { useSignal } from '@preact/signals';
import { useAnswer } from '../../api/answer.js';
import { useChange } from '../../api/change.js';
import { CodeField } from '../../parts/code-field.js';
import { TextField } from '../../parts/field.js';
import { Form, useDraft } from '../../parts/form.js';
import { Refusal } from '../../parts/refusal.js';
import { Failure } from '../../parts/states.js';
import { account } from '../../state/account.js';
import { timeZone } from '../../state/project.js';
import { moment } from '../../texts/format.js';
import { t } from '../../texts/texts.js';
import { DeleteButton } from './delete-button.js';
import { Rows } from './rows.js';
import { SecondFactor } from './second-factor/section.js';
import { Section } from './section.js';

interface OwnSession {
  readonly id: string;
  readonly is_current: boolean;
  readonly created_at: string;
  readonly used_at: string;
  readonly browser: string | null;
  readonly platform_os: string | null;
}

/** What a person sets for themselves. */
export function Own() {
  return (
    <>
      <PasswordForm />
      <SecondFactor />
      <OwnSessions />
    </>
  );
}

const NOTHING = { current_password: '', password: '', code: '' };

function PasswordForm() {
  const [draft, change] = useDraft(NOTHING);
  const isChanged = useSignal(false);
  const changing = useChange();
  const faults = changing.error?.faults ?? {};
  const hasCode = account.value?.second_factor === true;
  const submit = async () => {
    isChanged.value = false;
    const { code, ...rest } = draft.value;
    const body = { ...rest, ...(hasCode && { code }) };
    if ((await changing.run({ method: 'POST', path: 'auth/password', body })) === null) return;
    change(NOTHING);
    isChanged.value = true;
  };
  return (
    <Section title={t('own.password')} about={t('own.passwordAbout', { email: account.value?.email ?? '' })}>
      <Form changing={changing} action={t('own.change')} said={isChanged.value && t('own.changed')} submit={submit}>
        <TextField
          label={t('own.current')}
          type="password"
          autocomplete="current-password"
          value={draft.value.current_password}
          required
          faults={faults.current_password}
          change={(current_password) => change({ current_password })}
        />
        <TextField
          label={t('own.next')}
          type="password"
          autocomplete="new-password"
          value={draft.value.password}
          required
          faults={faults.password}
          change={(password) => change({ password })}
        />
        {hasCode && <CodeField value={draft.value.code} faults={faults.code} change={(code) => change({ code })} />}
      </Form>
    </Section>
  );
}

function OwnSessions() {
  const answer = useAnswer<{ data: readonly OwnSession[] }>(() => ({ method: 'GET', path: 'auth/sessions' }));
  const ending = useChange();
  const { data, error } = answer.value;
  if (error) return <Failure error={error} again={answer.again} />;
  return (
    <Section title={t('own.sessions')} about={t('own.sessionsAbout')}>
      <Rows
        rows={
          data?.data.map((one) => ({
            key: one.id,
            title: [one.browser, one.platform_os].filter(Boolean).join(', ') || t('own.unknownBrowser'),
            details: [
              t('own.since', { at: moment(one.created_at, timeZone.value) }),
              one.is_current ? t('own.here') : t('own.used', { at: moment(one.used_at, timeZone.value) }),
            ],
            tools: !one.is_current && (
              <DeleteButton
                label={t('own.end')}
                path={`auth/sessions/${encodeURIComponent(one.id)}`}
                deleting={ending}
                deleted={answer.again}
              />
            ),
          })) ?? null
        }
      />
      {ending.error && <Refusal error={ending.error} />}
    </Section>
  );
}
