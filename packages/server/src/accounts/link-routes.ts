import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { passwordFaults } from '../access/password.js';
import { describeRoute } from '../access/route.js';
import { refuse } from '../http/errors.js';
import type { Account } from '../model/accounts/account.js';
import { anyOf, fault } from '../validation/faults.js';
import { checker, optional } from '../validation/schema.js';
import { createAccount, setPassword } from './account-store.js';
import { findLink, useLink, type ValidLink } from './links.js';
import { CODE_IF_ANY, Code, EMAIL_EXPECTED, Email, Link, Me, NewPassword } from './schemas.js';
import { requireCode } from './second-factor/require-code.js';
import { type SignInOptions, signIn } from './sign-in.js';

const CheckBody = Type.Object({ link: Link }, { title: 'CheckLinkRequest' });
const UseBody = Type.Object(
  {
    link: Link,
    email: optional(Email, { description: 'Required when the purpose of the link is `set-up`; otherwise unused.' }),
    password: NewPassword,
    code: optional(Code, CODE_IF_ANY),
  },
  { title: 'UseLinkRequest' },
);
const checkChecker = checker(CheckBody);
const useChecker = checker(UseBody);

const PURPOSES = ['set-up', 'invitation', 'password'] as const;

const LinkState = Type.Object({
  purpose: Type.Enum([...PURPOSES], {
    type: 'string',
    description: 'To make the first account, to join, or to replace a forgotten password.',
    examples: ['invitation'],
  }),
  email: Type.Union([Type.String(), Type.Null()], {
    description: 'Of the account; null when the purpose is `set-up`.',
    examples: ['ada@shop.example'],
  }),
  expires_at: Type.String({ format: 'date-time', description: 'UTC.', examples: ['2026-01-03T10:00:00.000Z'] }),
  second_factor: Type.Boolean({ description: 'Whether using it takes a code, too.', examples: [false] }),
});

/** `auth/check-link` and `auth/use-link`: for the page that a one-time link opens. */
export function addLinkRoutes(app: FastifyInstance, options: SignInOptions): void {
  const { store, passwords, guesses, now } = options;
  app.post('/auth/check-link', {
    ...describeRoute({
      account: 'own-page',
      tag: 'Accounts',
      operationId: 'checkLink',
      summary: 'Look at a one-time link',
      description: 'Says what a link is for, and does not use it up. Only for the page of the console.',
      body: CheckBody,
      data: LinkState,
    }),
    handler: async (request) => {
      const checked = checkChecker.check(request.body);
      if (!checked.ok) throw refuse.invalid(checked.faults);
      const { account, expiresAt } = await linkOf(checked.value.link);
      const data = {
        purpose: purposeOf(account),
        email: account?.email ?? null,
        expires_at: new Date(expiresAt).toISOString(),
        second_factor: account?.secondFactor !== undefined,
      };
      return { error: false, data };
    },
  });

  app.post('/auth/use-link', {
    ...describeRoute({
      account: 'own-page',
      tag: 'Accounts',
      operationId: 'useLink',
      summary: 'Use a one-time link',
      description: 'Sets the password, uses the link up, and signs in. Only for the page of the console.',
      body: UseBody,
      data: Me,
    }),
    handler: async (request, reply) => {
      const checked = useChecker.check(request.body);
      if (!checked.ok) throw refuse.invalid(checked.faults);
      const { email, password, code } = checked.value;
      const link = await linkOf(checked.value.link);
      const isEmailMissing = !link.account && !email;
      const faults = [
        ...(isEmailMissing ? [fault('email', 'required', { field: 'email', expected: EMAIL_EXPECTED })] : []),
        ...passwordFaults('password', password, link.account?.email ?? email ?? null),
      ];
      if (anyOf(faults)) throw refuse.invalid(faults);
      if (link.account?.secondFactor) {
        await guesses.count(request, link.account.email, link.account);
        await requireCode(options, request, link.account, code);
      }
      const passwordHash = await passwords.hash(password);
      if (!(await useLink(store, link))) throw voidLink();
      const account = await accountFor(link, email ?? '', passwordHash);
      const { id, email: name } = account;
      const change = link.account?.passwordHash ? 'account.password' : 'account.joined';
      await app.audit.note(null, { by: { kind: 'account', id, name }, change, subject: name, at: now() });
      return signIn(options, request, reply, account);
    },
  });

  async function linkOf(text: string): Promise<ValidLink> {
    const link = await findLink(store, text, now());
    if (!link) throw voidLink();
    return link;
  }

  async function accountFor({ account }: ValidLink, email: string, passwordHash: string): Promise<Account> {
    if (!account) await createAccount(store, { email, roles: { all: 'owner', projects: {} } }, now());
    const changed = await setPassword(store, account?.email ?? email, passwordHash);
    if (!changed) throw voidLink();
    return changed;
  }
}

function purposeOf(account: Account | null): (typeof PURPOSES)[number] {
  if (!account) return 'set-up';
  return account.passwordHash === null ? 'invitation' : 'password';
}

function voidLink(): Error {
  return refuse.invalid([fault('link', 'link_void')]);
}
