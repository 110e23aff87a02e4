import { useSignal } from '@preact/signals';
import { useAnswer } from '../../api/answer.js';
import { useChange } from '../../api/change.js';
import type { Account } from '../../api/types.js';
import { Dialog } from '../../parts/dialog.js';
import { SelectField, TextField } from '../../parts/field.js';
import { Form, useDraft } from '../../parts/form.js';
import { Refusal } from '../../parts/refusal.js';
import { Failure, Loading } from '../../parts/states.js';
import { account } from '../../state/account.js';
import { t } from '../../texts/texts.js';
import { Secret } from './secret.js';
import { Section } from './section.js';

const ROLES = ['viewer', 'editor', 'owner'] as const;
type Role = (typeof ROLES)[number];

const accountCall = (id: string, method: 'PATCH' | 'DELETE', body?: object) => ({
  method,
  path: `accounts/${encodeURIComponent(id)}`,
  ...(body && { body }),
});

/** The accounts of the installation. */
export function People() {
  const answer = useAnswer<{ data: readonly Account[] }>(() => ({ method: 'GET', path: 'accounts' }));
  const isOpen = useSignal(false);
  const removed = useSignal<Account | null>(null);
  const link = useSignal<string | null>(null);
  const changing = useChange();
  const { data, error } = answer.value;
  const projects = account.value?.projects ?? [];
  const change = async (call: Parameters<typeof changing.run>[0]) => {
    if ((await changing.run(call)) === null) return;
    removed.value = null;
    answer.again();
  };
  const renew = async ({ id }: Account) => {
    const made = await changing.run<{ data: { link: string } }>({
      method: 'POST',
      path: `accounts/${encodeURIComponent(id)}/link`,
    });
    if (made) link.value = made.data.link;
  };
  const rolesOf = ({ projects: own }: Account) =>
    own.map(({ id, role }) => `${projects.find((one) => one.id === id)?.name ?? id}: ${t(`role.${role}`)}`).join(', ');
  if (error) return <Failure error={error} again={answer.again} />;
  return (
    <Section
      title={t('settings.people')}
      about={t('people.about')}
      tools={
        <button
          type="button"
          class="button primary"
          onClick={() => {
            isOpen.value = true;
          }}
        >
          {t('people.invite')}
        </button>
      }
    >
      {!data ? (
        <Loading lines={4} />
      ) : (
        <ul class="rows">
          {data.data.map((one) => (
            <li key={one.id}>
              <div>
                <strong>{one.email}</strong>
                <span>{[one.joined ? null : t('people.invited'), rolesOf(one)].filter(Boolean).join(' · ')}</span>
              </div>
              <label class="select small">
                <span class="hidden">{t('people.roleOf', { email: one.email })}</span>
                <select
                  value={one.role ?? ''}
                  disabled={one.id === account.value?.id || changing.isRunning}
                  onChange={({ currentTarget }) =>
                    change(accountCall(one.id, 'PATCH', { role: currentTarget.value || null }))
                  }
                >
                  <option value="">{t('role.none')}</option>
                  {ROLES.map((role) => (
                    <option key={role} value={role}>
                      {t(`role.${role}`)}
                    </option>
                  ))}
                </select>
              </label>
              <button type="button" class="button" disabled={changing.isRunning} onClick={() => renew(one)}>
                {t('people.newLink')}
              </button>
              {one.id !== account.value?.id && (
                <button
                  type="button"
                  class="button danger"
                  aria-label={t('goal.deleteOf', { goal: one.email })}
                  onClick={() => {
                    removed.value = one;
                  }}
                >
                  {t('form.delete')}
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      {changing.error && <Refusal error={changing.error} />}
      {isOpen.value && (
        <Invitation
          made={(text) => {
            isOpen.value = false;
            link.value = text;
            answer.again();
          }}
          close={() => {
            isOpen.value = false;
          }}
        />
      )}
      {link.value !== null && (
        <Dialog
          title={t('people.link')}
          close={() => {
            link.value = null;
          }}
        >
          <Secret about={t('people.linkAbout')} text={`${location.origin}${location.pathname}#/link/${link.value}`} />
        </Dialog>
      )}
      {removed.value && (
        <Dialog
          title={t('goal.deleteOf', { goal: removed.value.email })}
          close={() => {
            removed.value = null;
          }}
        >
          <Form
            changing={changing}
            action={t('form.delete')}
            isDangerous
            submit={() => change(accountCall(removed.value!.id, 'DELETE'))}
            close={() => {
              removed.value = null;
            }}
          >
            <p>{t('people.deleteAbout')}</p>
          </Form>
        </Dialog>
      )}
    </Section>
  );
}

function Invitation({ made, close }: { made(link: string): void; close(): void }) {
  const [draft, change] = useDraft<{ email: string; role: Role; where: string }>({
    email: '',
    role: 'viewer',
    where: '',
  });
  const creating = useChange();
  const { email, role, where } = draft.value;
  const faults = creating.error?.faults ?? {};
  const projects = account.value?.projects ?? [];
  const create = async () => {
    const body = { email: email.trim(), ...(where === '' ? { role } : { projects: [{ id: where, role }] }) };
    const answer = await creating.run<{ link: string }>({ method: 'POST', path: 'accounts', body });
    if (answer) made(answer.link);
  };
  return (
    <Dialog title={t('people.invite')} close={close}>
      <Form changing={creating} action={t('people.create')} submit={create} close={close}>
        <TextField
          label={t('people.email')}
          type="email"
          value={email}
          required
          autofocus
          faults={faults.email}
          change={(text) => change({ email: text })}
        />
        <SelectField
          label={t('people.role')}
          value={role}
          options={ROLES}
          name={(one) => t(`role.${one}`)}
          hint={t(`role.${role}Hint`)}
          change={(one) => change({ role: one })}
        />
        <SelectField
          label={t('people.where')}
          value={where}
          options={['', ...projects.map(({ id }) => id)]}
          name={(id) => projects.find((one) => one.id === id)?.name ?? t('people.everywhere')}
          change={(id) => change({ where: id })}
        />
      </Form>
    </Dialog>
  );
}
