import type { FastifyInstance, FastifyRequest } from 'fastify';
import { windowOfAddress } from '../access/address.js';
import type { Passwords } from '../access/password.js';
import { describeRoute } from '../access/route.js';
import { findShareLink, withProof } from '../access/share-links.js';
import { refuse } from '../http/errors.js';
import { ok } from '../http/responses.js';
import type { Store } from '../store/store.js';
import { fault } from '../validation/faults.js';
import { OpenBody, OpenedShareLink } from './schemas.js';

/** Passwords that an address can try in a window, and that can be tried for one link from all addresses together. */
export const SHARE_GUESSES = { ofAddress: 10, ofLink: 100, windowMs: 15 * 60_000 } as const;

/** `POST share-links/open`: for the page that a share link opens; not on a server without a console. */
export function addOpenRoute(app: FastifyInstance, store: Store, passwords: Passwords, now: () => number): void {
  if (!app.consoleSessions) return;
  const limiter = (max: number, keyGenerator: (request: FastifyRequest) => string) =>
    app.createRateLimit({ max, timeWindow: SHARE_GUESSES.windowMs, keyGenerator });
  const links = new WeakMap<FastifyRequest, string>();
  const limiters = [
    limiter(SHARE_GUESSES.ofAddress, (request) => `share guess ${windowOfAddress(request)}`),
    limiter(SHARE_GUESSES.ofLink, (request) => `share guess ${links.get(request)}`),
  ];
  /** The address first, so that one address alone does not use up the tries of a link. */
  const countGuess = async (request: FastifyRequest, id: string): Promise<void> => {
    links.set(request, id);
    for (const limit of limiters) {
      const counted = await limit(request);
      if (!counted.isAllowed && counted.isExceeded) throw refuse.guessesWaiting(counted.ttlInSeconds);
    }
  };
  app.post('/share-links/open', {
    ...describeRoute({
      account: 'own-page',
      operationId: 'openShareLink',
      summary: 'Open a share link',
      description:
        "Checks the password, if the link has one, and gives the token for its reports. Only for the console's page.",
      tag: 'Accounts',
      body: OpenBody.schema,
      data: OpenedShareLink,
    }),
    handler: async (request) => {
      const checked = OpenBody.check(request.body);
      if (!checked.ok) throw refuse.invalid(checked.faults);
      const { link: text, password } = checked.value;
      const found = await findShareLink(store, text, now());
      if (!found) throw refuse.invalid([fault('link', 'share_link_void')]);
      const { link, project } = found;
      if (link.passwordHash !== null && !found.isOpen) {
        if (!password) throw refuse.invalid([fault('password', 'required', { field: 'password', expected: 'a text' })]);
        passwords.requireRoom(false);
        await countGuess(request, found.id);
        if (!(await passwords.isRight(password, link.passwordHash, false))) {
          throw refuse.invalid([fault('password', 'wrong_share_password')]);
        }
      }
      const token = link.passwordHash === null ? text : withProof(link, text);
      const expires_at = link.expiresAt === null ? null : new Date(link.expiresAt).toISOString();
      const goals = await store.goals.list(project.id);
      const shown = {
        name: project.name,
        time_zone: project.timeZone,
        main_currency: project.mainCurrency,
        goals: goals.map(({ key, name }) => ({ key, name })),
      };
      return ok({ token, project: shown, expires_at });
    },
  });
}
