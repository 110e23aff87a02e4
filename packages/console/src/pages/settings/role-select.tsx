import { t } from '../../texts/texts.js';
import { ROLES, type Role } from './invitation.js';

interface Props {
  readonly name: string;
  readonly role: Role | null;
  /** Whether there may be no role. */
  readonly isOptional?: boolean;
  readonly disabled: boolean;
  change(role: Role | null): void;
}

/** The role of a person, which can be changed. */
export function RoleSelect({ name, role, isOptional = false, disabled, change }: Props) {
  return (
    <label class="select small">
      <span class="hidden">{name}</span>
      <select
        value={role ?? ''}
        disabled={disabled}
        onChange={({ currentTarget }) => change((currentTarget.value || null) as Role | null)}
      >
        {isOptional && <option value="">{t('role.none')}</option>}
        {ROLES.map((one) => (
          <option key={one} value={one}>
            {t(`role.${one}`)}
          </option>
        ))}
      </select>
    </label>
  );
}
