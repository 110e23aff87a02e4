import type { FastifyInstance, FastifyRequest } from 'fastify';
import Type, { type Static, type TSchema } from 'typebox';
import { signedInOf } from '../access/access-plugin.js';
import { type DescribedRoute, describeRoute } from '../access/route.js';
import { refuse } from '../http/errors.js';
import type { Account, Role, Roles } from '../model/accounts/account.js';
import type { Change } from '../model/accounts/audit.js';
import type { ProjectId } from '../model/ids.js';
import type { Store } from '../store/store.js';
import { fault } from '../validation/faults.js';
import { checker, optional } from '../validation/schema.js';
import {
  ACCOUNTS_MAX,
  changeRoles,
  createAccount,
  findAccountById,
  isFull,
  listAccounts,
  removeAccount,
} from './account-store.js';
import { unlessLastOwner } from './last-owner.js';
import { newAccountLink } from './links.js';
import { AccountParams, type ById, Email, LinkText, RoleName, WITH_LINK } from './schemas.js';
import { removeSecondFactor } from './second-factor/second-factors.js';
import type { SignInOptions } from './sign-in.js';

const ProjectRole = Type.Object({
  id: Type.String({ description: 'Id of the project.', examples: ['p1'], expected: 'the id of a project' }),
  role: RoleName,
});

/** Projects in which one account has a role of its own; for more, there are roles in all. */
export const PROJECT_ROLES_MAX = 1000;

const Projects = Type.Array(ProjectRole, {
  maxItems: PROJECT_ROLES_MAX,
  expected: `a list of at most ${PROJECT_ROLES_MAX} roles, each with id and role`,
});

const ROLE = { description: 'The role in all projects there are or will be; null for none.', examples: ['viewer'] };
const PROJECTS = { description: 'Roles in single projects.', examples: [[{ id: 'p1', role: 'editor' }]] };

const CreateBody = Type.Object(
  { email: Email, role: optional(RoleName, ROLE), projects: optional(Projects, PROJECTS) },
  { title: 'CreateAccountRequest' },
);
const ChangeBody = Type.Object(
  {
    role: optional(RoleName, { ...ROLE, description: `${ROLE.description} Absent: unchanged.` }),
    projects: optional(Projects, {
      ...PROJECTS,
      description: 'Replaces all roles in single projects. Absent or null: unchanged.',
    }),
  },
  { title: 'ChangeAccountRequest' },
);
const createChecker = checker(CreateBody);
const changeChecker = checker(ChangeBody);

const AccountResource = Type.Object(
  {
    id: Type.String({ examples: ['01KE0A9V3M3Y5Q8ZB7W6T1R2S5'] }),
    email: Type.String({ examples: ['ada@shop.example'] }),
    role: Type.Union([RoleName, Type.Null()], { description: 'The role in all projects, if any.' }),
    projects: Type.Array(Type.Object({ id: Type.String({ examples: ['p1'] }), role: RoleName }), {
      description: 'Roles in single projects.',
    }),
    second_factor: Type.Boolean({ description: 'Whether signing in takes a code, too.', examples: [false] }),
    joined: Type.Boolean({ description: 'Whether the person has chosen a password.' }),
    created_at: Type.String({ format: 'date-time', description: 'UTC.', examples: ['2026-01-03T10:00:00.000Z'] }),
  },
  { title: 'Account', description: 'A person who signs in to the console.' },
);

/** `accounts`: for owners of all projects. */
export function addAccountListRoutes(app: FastifyInstance, { store, now }: SignInOptions): void {
  const note = (request: FastifyRequest, change: Change, subject: string) => {
    const { id, email } = signedInOf(request).account;
    return app.audit.note(null, { by: { kind: 'account', id, name: email }, change, subject, at: now() });
  };

  app.get('/accounts', {
    ...describe('listAccounts', 'List accounts', Type.Array(AccountResource)),
    handler: async () => ({ error: false, data: (await listAccounts(store)).map(present) }),
  });

  app.post('/accounts', {
    ...describe('createAccount', 'Create an account', AccountResource, { body: CreateBody, ...WITH_LINK }),
    handler: async (request, reply) => {
      const checked = createChecker.check(request.body);
      if (!checked.ok) throw refuse.invalid(checked.faults);
      const { email, role, projects } = checked.value;
      const roles = { all: role ?? null, projects: await rolesOf(store, projects ?? []) };
      if (await isFull(store)) throw refuse.invalid([fault('body', 'accounts_full', { count: ACCOUNTS_MAX })]);
      const account = await createAccount(store, { email, roles }, now());
      if (account === 'taken') throw refuse.invalid([fault('email', 'account_taken')]);
      await note(request, 'account.created', email);
      const link = await newAccountLink(store, account, now());
      reply.code(201);
      return { error: false, data: present(account), link };
    },
  });

  app.patch<ById>('/accounts/:id', {
    ...describe('changeAccount', 'Change the roles of an account', AccountResource, {
      params: AccountParams,
      body: ChangeBody,
    }),
    handler: async (request) => {
      const checked = changeChecker.check(request.body);
      if (!checked.ok) throw refuse.invalid(checked.faults);
      const { role, projects } = checked.value;
      const account = await accountOf(request.params.id);
      const own = projects ? await rolesOf(store, projects) : null;
      const change = () =>
        changeRoles(store, account.email, (roles) => ({
          all: role === undefined ? roles.all : role,
          projects: own ?? roles.projects,
        }));
      const isOwner = role === undefined || role === 'owner';
      const changed = await (isOwner ? change() : unlessLastOwner(store, account, change));
      if (!changed) throw refuse.notFound('no_account', request.params);
      await note(request, 'account.updated', account.email);
      return { error: false, data: present(changed) };
    },
  });

  app.delete<ById>('/accounts/:id', {
    ...describe('deleteAccount', 'Delete an account', Type.Null(), { params: AccountParams }),
    handler: async (request) => {
      const account = await accountOf(request.params.id);
      const removed = await unlessLastOwner(store, account, () => removeAccount(store, account.email));
      if (!removed) throw refuse.notFound('no_account', request.params);
      await note(request, 'account.deleted', account.email);
      return { error: false, data: null };
    },
  });

  app.delete<ById>('/accounts/:id/second-factor', {
    ...describe('removeSecondFactorOf', 'Remove the second factor of an account', AccountResource, {
      params: AccountParams,
    }),
    handler: async (request) => {
      const account = await accountOf(request.params.id);
      if (account.id === signedInOf(request).account.id) throw refuse.forbiddenOwnSecondFactor();
      const removed = await removeSecondFactor(store, account);
      if (!removed) throw refuse.notFound('no_account', request.params);
      if (account.secondFactor) await note(request, 'account.second-factor-removed', account.email);
      return { error: false, data: present(removed) };
    },
  });

  app.post<ById>('/accounts/:id/link', {
    ...describe('linkAccount', 'Make a link for a forgotten password', Type.Object({ link: LinkText }), {
      params: AccountParams,
    }),
    handler: async (request) => {
      const account = await accountOf(request.params.id);
      await note(request, 'account.linked', account.email);
      return { error: false, data: { link: await newAccountLink(store, account, now()) } };
    },
  });

  async function accountOf(id: string): Promise<Account> {
    const account = await findAccountById(store, id);
    if (!account) throw refuse.notFound('no_account', { id });
    return account;
  }
}

/** Throws a 422 that names the first project that does not exist. */
async function rolesOf(
  { projects }: Pick<Store, 'projects'>,
  given: readonly { readonly id: string; readonly role: Role }[],
): Promise<Roles['projects']> {
  const known = new Set<string>((await projects.list()).map(({ id }) => id));
  const unknown = given.findIndex(({ id }) => !known.has(id));
  if (unknown !== -1) {
    const field = `projects.${unknown}.id`;
    const value = JSON.stringify(given[unknown]!.id);
    throw refuse.invalid([fault(field, 'wrong', { field, expected: 'the id of a project', value })]);
  }
  return Object.fromEntries(given.map(({ id, role }) => [id as ProjectId, role]));
}

function present({ id, email, roles, passwordHash, secondFactor, createdAt }: Account): Static<typeof AccountResource> {
  return {
    id,
    email,
    role: roles.all,
    projects: Object.entries(roles.projects).map(([project, role]) => ({ id: project, role })),
    second_factor: secondFactor !== undefined,
    joined: passwordHash !== null,
    created_at: new Date(createdAt).toISOString(),
  };
}

type Parts = Pick<DescribedRoute, 'params' | 'body'> & Partial<typeof WITH_LINK>;

function describe(operationId: string, summary: string, data: TSchema, parts: Parts = {}) {
  const description = 'Only for owners of all projects, at the console.';
  const notFound = parts.params && ({ notFound: 'no_account' } as const);
  return describeRoute({
    account: 'owner',
    tag: 'Accounts',
    operationId,
    summary,
    description,
    data,
    ...parts,
    ...notFound,
  });
}
