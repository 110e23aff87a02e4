import type { Call } from '../../api/call.js';
import type { Account, Person } from '../../api/types.js';
import { account } from '../../state/account.js';
import { t } from '../../texts/texts.js';
import { type Doing, PeopleSection } from './people-section.js';
import { RoleSelect } from './role-select.js';
import type { Row } from './rows.js';

/** Those of the installation for an owner of all projects, and those of the project for its owner. */
export function People() {
  const { role, projects = [] } = account.value ?? {};
  return role === 'owner' ? (
    <PeopleSection<Account> path="accounts" about={t('people.about')} projects={projects} row={accountRow} />
  ) : (
    <PeopleSection<Person> path="people" about={t('people.ofProject')} row={personRow} />
  );
}

const isSelf = ({ id }: { readonly id: string }) => id === account.value?.id;

function accountRow(one: Account, { changing, run, link, ask }: Doing): Row {
  const { id, email, role, joined, second_factor: hasFactor } = one;
  const path = `accounts/${encodeURIComponent(id)}`;
  const names = new Map(account.value?.projects.map((project) => [project.id, project.name]));
  const roles = one.projects.map((of) => `${names.get(of.id) ?? of.id}: ${t(`role.${of.role}`)}`).join(', ');
  const facts = [joined ? null : t('people.invited'), roles, hasFactor ? t('factor.has') : null];
  const takeFactor = () =>
    ask({
      title: email,
      about: t('factor.takeFromAbout'),
      action: t('factor.takeFrom'),
      call: { method: 'DELETE', path: `${path}/second-factor` },
    });
  const remove = () =>
    ask({
      title: t('goal.deleteOf', { goal: email }),
      about: t('people.deleteAbout'),
      action: t('form.delete'),
      call: { method: 'DELETE', path },
    });
  return {
    key: id,
    title: email,
    details: [facts.filter(Boolean).join(' · ')],
    tools: (
      <>
        <RoleSelect
          name={t('people.roleOf', { email })}
          role={role}
          isOptional
          disabled={isSelf(one) || changing.isRunning}
          change={(next) => run({ method: 'PATCH', path, body: { role: next } })}
        />
        <LinkButton disabled={changing.isRunning} make={() => link({ method: 'POST', path: `${path}/link` })} />
        {hasFactor && !isSelf(one) && (
          <button type="button" class="button" onClick={takeFactor}>
            {t('factor.takeFrom')}
          </button>
        )}
        {!isSelf(one) && (
          <button type="button" class="button danger" aria-label={t('goal.deleteOf', { goal: email })} onClick={remove}>
            {t('form.delete')}
          </button>
        )}
      </>
    ),
  };
}

function personRow(one: Person, { changing, run, link, ask }: Doing): Row {
  const { id, email, role, joined, in_all: isInAll } = one;
  const path = `people/${encodeURIComponent(id)}`;
  const call: Call = { method: 'DELETE', path };
  const title = t('people.removeOf', { email });
  const facts = [joined ? null : t('people.invited'), isInAll ? t('people.inAll') : null];
  return {
    key: id,
    title: email,
    details: [facts.filter(Boolean).join(' · ')],
    tools: (
      <>
        <RoleSelect
          name={t('people.roleHere', { email })}
          role={role}
          disabled={isInAll || isSelf(one) || changing.isRunning}
          change={(next) => run({ method: 'PATCH', path, body: { role: next } })}
        />
        {!isInAll && !isSelf(one) && (
          <>
            <LinkButton disabled={changing.isRunning} make={() => link({ method: 'POST', path: `${path}/link` })} />
            <button
              type="button"
              class="button danger"
              aria-label={title}
              onClick={() => ask({ title, about: t('people.removeAbout'), action: t('people.remove'), call })}
            >
              {t('people.remove')}
            </button>
          </>
        )}
      </>
    ),
  };
}

function LinkButton({ disabled, make }: { disabled: boolean; make(): void }) {
  return (
    <button type="button" class="button" disabled={disabled} onClick={make}>
      {t('people.newLink')}
    </button>
  );
}
