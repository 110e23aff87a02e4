import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { signedInOf } from '../access/access-plugin.js';
import { passwordFaults } from '../access/password.js';
import { describeRoute } from '../access/route.js';
import { refuse } from '../http/errors.js';
import { accountKey } from '../model/accounts/account.js';
import { checker, optional } from '../validation/schema.js';
import { setPassword } from './account-store.js';
import { CODE_IF_ANY, Code, Me, NewPassword, Password } from './schemas.js';
import { requireCode } from './second-factor/require-code.js';
import { authenticate, type SignInOptions, signIn } from './sign-in.js';

const PasswordBody = Type.Object(
  { current_password: Password, password: NewPassword, code: optional(Code, CODE_IF_ANY) },
  { title: 'ChangePasswordRequest' },
);
const bodyChecker = checker(PasswordBody);

const time = (description: string) =>
  Type.String({ format: 'date-time', description, examples: ['2026-01-03T10:00:00.000Z'] });

const OwnSession = Type.Object(
  {
    id: Type.String({ examples: ['01KE0A9V3M3Y5Q8ZB7W6T1R2S5'] }),
    is_current: Type.Boolean({ description: 'Whether it is the session of this request.' }),
    browser: Type.Union([Type.String(), Type.Null()], {
      description: 'As the browser names itself, for example "Firefox"; null when it is not known.',
      examples: ['Firefox'],
    }),
    platform_os: Type.Union([Type.String(), Type.Null()], {
      description: 'Operating system, for example "Android"; null when it is not known.',
      examples: ['Android'],
    }),
    created_at: time('When it was opened, UTC.'),
    used_at: time('When it was last used, to the hour, UTC.'),
  },
  { title: 'ConsoleSession', description: 'A browser in which you are signed in.' },
);

/** `auth/sessions` and `auth/password`: what people change about their own account. */
export function addOwnRoutes(app: FastifyInstance, options: SignInOptions): void {
  const { store, sessions, passwords, now } = options;
  app.get('/auth/sessions', {
    ...describeRoute({
      account: 'any',
      tag: 'Accounts',
      operationId: 'listConsoleSessions',
      summary: 'List your console sessions',
      description: 'Oldest first.',
      data: Type.Array(OwnSession),
    }),
    handler: async (request) => {
      const { account, sessionId } = signedInOf(request);
      const data = (await sessions.list(account)).map(({ id, body }) => ({
        id: id.slice(id.indexOf('.') + 1),
        is_current: id === sessionId,
        browser: body.browser ?? null,
        platform_os: body.platformOs ?? null,
        created_at: new Date(body.createdAt).toISOString(),
        used_at: new Date(body.usedAt).toISOString(),
      }));
      return { error: false, data };
    },
  });

  app.delete<{ Params: { id: string } }>('/auth/sessions/:id', {
    ...describeRoute({
      account: 'any',
      notFound: 'no_console_session',
      tag: 'Accounts',
      operationId: 'endConsoleSession',
      summary: 'End one of your console sessions',
      params: Type.Object({
        id: Type.String({ description: 'Id of the session.', examples: ['01KE0A9V3M3Y5Q8ZB7W6T1R2S5'] }),
      }),
      data: Type.Null(),
    }),
    handler: async (request) => {
      const { id } = request.params;
      const ended = await sessions.end(`${accountKey(signedInOf(request).account.email)}.${id}`);
      if (!ended) throw refuse.notFound('no_console_session', { id });
      return { error: false, data: null };
    },
  });

  app.post('/auth/password', {
    ...describeRoute({
      account: 'any',
      tag: 'Accounts',
      operationId: 'changePassword',
      summary: 'Change your password',
      description: 'Ends your other console sessions, and answers with the cookie of a new one.',
      body: PasswordBody,
      data: Me,
    }),
    handler: async (request, reply) => {
      const checked = bodyChecker.check(request.body);
      if (!checked.ok) throw refuse.invalid(checked.faults);
      const { current_password, password, code } = checked.value;
      const { email } = signedInOf(request).account;
      const [fault, ...more] = passwordFaults('password', password, email);
      if (fault) throw refuse.invalid([fault, ...more]);
      const given = { email, password: current_password, field: 'current_password' };
      const { id } = await requireCode(options, request, await authenticate(options, request, given), code);
      const changed = await setPassword(store, email, await passwords.hash(password));
      if (!changed) throw refuse.unauthenticated();
      const by = { kind: 'account', id, name: email } as const;
      await app.audit.note(null, { by, change: 'account.password', subject: email, at: now() });
      return signIn(options, request, reply, changed);
    },
  });
}
