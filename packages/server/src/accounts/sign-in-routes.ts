import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { signedInOf } from '../access/access-plugin.js';
import { cookieWith } from '../access/console/cookie.js';
import { describeRoute } from '../access/route.js';
import { refuse } from '../http/errors.js';
import { checker, optional } from '../validation/schema.js';
import { presentMe } from './me.js';
import { CODE_IF_ANY, Code, Email, Me, Password } from './schemas.js';
import { requireCode } from './second-factor/require-code.js';
import { authenticate, type SignInOptions, signIn } from './sign-in.js';

const SignInBody = Type.Object(
  { email: Email, password: Password, code: optional(Code, CODE_IF_ANY) },
  { title: 'SignInRequest' },
);
const bodyChecker = checker(SignInBody);

/** `auth/sign-in`, `auth/sign-out` and `me`: for the console's own page, with a cookie. */
export function addSignInRoutes(app: FastifyInstance, options: SignInOptions): void {
  const { store, sessions } = options;
  app.post('/auth/sign-in', {
    ...describeRoute({
      account: 'own-page',
      operationId: 'signIn',
      summary: 'Sign in',
      description: 'Answers with the cookie of a new console session. Only for the page of the console.',
      tag: 'Accounts',
      body: SignInBody,
      data: Me,
    }),
    handler: async (request, reply) => {
      const checked = bodyChecker.check(request.body);
      if (!checked.ok) throw refuse.invalid(checked.faults);
      const account = await authenticate(options, request, { ...checked.value, field: 'password' });
      return signIn(options, request, reply, await requireCode(options, request, account, checked.value.code));
    },
  });

  app.post('/auth/sign-out', {
    ...describeRoute({
      account: 'any',
      operationId: 'signOut',
      summary: 'Sign out',
      description: 'Ends the console session of the request.',
      tag: 'Accounts',
      data: Type.Null(),
    }),
    handler: async (request, reply) => {
      await sessions.end(signedInOf(request).sessionId);
      reply.header('set-cookie', cookieWith(request, null));
      return { error: false, data: null };
    },
  });

  app.get('/me', {
    ...describeRoute({
      account: 'any',
      operationId: 'getMe',
      summary: 'Who is signed in',
      tag: 'Accounts',
      data: Me,
    }),
    handler: async (request) => ({ error: false, data: await presentMe(store, signedInOf(request).account) }),
  });
}
