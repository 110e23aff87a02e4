import { useChange } from '../../api/change.js';
import type { Me } from '../../api/types.js';
import { Dialog } from '../../parts/dialog.js';
import { SelectField, TextField } from '../../parts/field.js';
import { Form, useDraft } from '../../parts/form.js';
import { t } from '../../texts/texts.js';

export const ROLES = ['viewer', 'editor', 'owner'] as const;
export type Role = (typeof ROLES)[number];

interface Props {
  /** Where the person can get a role; none: in the project that is shown. */
  readonly projects?: Me['projects'];
  made(link: string): void;
  close(): void;
}

interface Draft {
  readonly email: string;
  readonly role: Role;
  /** The id of a project; empty: in all. */
  readonly where: string;
}

/** Invites a person, who gets a link. */
export function Invitation({ projects, made, close }: Props) {
  const [draft, change] = useDraft<Draft>({ email: '', role: 'viewer', where: '' });
  const creating = useChange();
  const { email, role, where } = draft.value;
  const faults = creating.error?.faults ?? {};
  const create = async () => {
    const roles = where === '' ? { role } : { projects: [{ id: where, role }] };
    const answer = await creating.run<{ link: string }>({
      method: 'POST',
      path: projects ? 'accounts' : 'people',
      body: { email: email.trim(), ...roles },
    });
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
        {projects && (
          <SelectField
            label={t('people.where')}
            value={where}
            options={['', ...projects.map(({ id }) => id)]}
            name={(id) => projects.find((one) => one.id === id)?.name ?? t('people.everywhere')}
            change={(id) => change({ where: id })}
          />
        )}
      </Form>
    </Dialog>
  );
}
