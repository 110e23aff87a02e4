import type { Static } from 'typebox';
import { type Account, roleIn } from '../model/accounts/account.js';
import type { Store } from '../store/store.js';
import type { Me } from './schemas.js';

/** An account as it sees itself. */
export async function presentMe({ projects }: Pick<Store, 'projects'>, account: Account): Promise<Static<typeof Me>> {
  const own = (await projects.list()).flatMap(({ id, name, siteKey, timeZone }) => {
    const role = roleIn(account, id);
    return role ? [{ id, name, site_key: siteKey, time_zone: timeZone, role }] : [];
  });
  const { id, email, roles, secondFactor } = account;
  return {
    id,
    email,
    role: roles.all,
    projects: own,
    second_factor: secondFactor !== undefined,
    recovery_codes_left: secondFactor?.recoveryHashes.length ?? 0,
  };
}
