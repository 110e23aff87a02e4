import { useSignal } from '@preact/signals';
import { useAnswer } from '../../api/answer.js';
import { useChange } from '../../api/change.js';
import { TextField } from '../../parts/field.js';
import { Refusal } from '../../parts/refusal.js';
import { Failure, Loading } from '../../parts/states.js';
import { account } from '../../state/account.js';
import { timeZone } from '../../state/project.js';
import { moment } from '../../texts/format.js';
import { t } from '../../texts/texts.js';
import { Section } from './section.js';

interface OwnSession {
  readonly id: string;
  readonly is_current: boolean;
  readonly created_at: string;
  readonly used_at: string;
}

/** What a person sets for themselves. */
export function Own() {
  return (
    <>
      <PasswordForm />
      <OwnSessions />
    </>
  );
}

function PasswordForm() {
  const current = useSignal('');
  const next = useSignal('');
  const isChanged = useSignal(false);
  const changing = useChange();
  const faults = changing.error?.faults ?? {};
  const change = async (event: Event) => {
    event.preventDefault();
    isChanged.value = false;
    const body = { current_password: current.value, password: next.value };
    if ((await changing.run({ method: 'POST', path: 'auth/password', body })) === null) return;
    current.value = '';
    next.value = '';
    isChanged.value = true;
  };
  return (
    <Section title={t('own.password')} about={t('own.passwordAbout', { email: account.value?.email ?? '' })}>
      <form class="form-card" onSubmit={change}>
        <div class="fields">
          <TextField
            label={t('own.current')}
            type="password"
            autocomplete="current-password"
            value={current.value}
            required
            faults={faults.current_password}
            change={(text) => {
              current.value = text;
            }}
          />
          <TextField
            label={t('own.next')}
            type="password"
            autocomplete="new-password"
            value={next.value}
            required
            faults={faults.password}
            change={(text) => {
              next.value = text;
            }}
          />
          {changing.error && <Refusal error={changing.error} />}
        </div>
        <footer>
          <button type="submit" class="button primary" disabled={changing.isRunning}>
            {t('own.change')}
          </button>
          <span class="said" role="status">
            {isChanged.value && t('own.changed')}
          </span>
        </footer>
      </form>
    </Section>
  );
}

function OwnSessions() {
  const answer = useAnswer<{ data: readonly OwnSession[] }>(() => ({ method: 'GET', path: 'auth/sessions' }));
  const ending = useChange();
  const { data, error } = answer.value;
  const end = async (id: string) => {
    if ((await ending.run({ method: 'DELETE', path: `auth/sessions/${encodeURIComponent(id)}` })) !== null)
      answer.again();
  };
  if (error) return <Failure error={error} again={answer.again} />;
  return (
    <Section title={t('own.sessions')} about={t('own.sessionsAbout')}>
      {!data ? (
        <Loading lines={3} />
      ) : (
        <ul class="rows">
          {data.data.map((one) => (
            <li key={one.id}>
              <div>
                <strong>{t('own.since', { at: moment(one.created_at, timeZone.value) })}</strong>
                <span>
                  {one.is_current ? t('own.here') : t('own.used', { at: moment(one.used_at, timeZone.value) })}
                </span>
              </div>
              {!one.is_current && (
                <button type="button" class="button danger" disabled={ending.isRunning} onClick={() => end(one.id)}>
                  {t('own.end')}
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      {ending.error && <Refusal error={ending.error} />}
    </Section>
  );
}
