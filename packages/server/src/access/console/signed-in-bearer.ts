import type { FastifyRequest } from 'fastify';
import { abilitiesOf, roleIn } from '../../model/accounts/account.js';
import type { ProjectId } from '../../model/ids.js';
import { CONSOLE_RATE_LIMIT } from '../../model/token.js';
import type { Store } from '../../store/store.js';
import type { Bearer } from '../bearer.js';
import type { SignedIn } from './sessions.js';

/** The header in which a console session names the project. */
export const PROJECT_HEADER = 'goalpost-project';

/** What an account may do in the project that the request names; null when it names none in which the account has a role. */
export async function signedInBearer(
  { projects }: Pick<Store, 'projects'>,
  request: FastifyRequest,
  { account, sessionId }: SignedIn,
): Promise<Bearer | null> {
  const id = projectNamedIn(request);
  const role = id === null ? null : roleIn(account, id);
  const project = role && (await projects.find(id!));
  if (!project) return null;
  return {
    key: `console ${sessionId}`,
    by: { kind: 'account', id: account.id, name: account.email },
    project,
    abilities: abilitiesOf(role),
    rateLimit: CONSOLE_RATE_LIMIT,
  };
}

/** Browsers let no page add a header to the request of a stream (`EventSource`), so that one may have it in its address. */
function projectNamedIn({ headers, query, routeOptions }: FastifyRequest): ProjectId | null {
  const named = headers[PROJECT_HEADER] ?? (routeOptions.config.isStream && (query as { project?: unknown }).project);
  return typeof named === 'string' ? (named as ProjectId) : null;
}
