import type { FastifyInstance, FastifyRequest } from 'fastify';
import Type, { type Static, type TSchema } from 'typebox';
import { bearerOf } from '../access/access-plugin.js';
import { noteRequests } from '../access/audit.js';
import { type DescribedRoute, describeRoute } from '../access/route.js';
import { refuse } from '../http/errors.js';
import { fault } from '../validation/faults.js';
import { checker } from '../validation/schema.js';
import { ACCOUNTS_MAX, createAccount, isFull } from './account-store.js';
import { newAccountLink } from './links.js';
import { changeRoleIn, isBeyond, type Person, peopleOf, personOf, removeFrom } from './people.js';
import { AccountParams, type ById, Email, LinkText, RoleName, WITH_LINK } from './schemas.js';
import type { SignInOptions } from './sign-in.js';

const AddBody = checker(Type.Object({ email: Email, role: RoleName }, { title: 'AddPersonRequest' }));
const ChangeBody = checker(Type.Object({ role: RoleName }, { title: 'ChangePersonRequest' }));

const PersonResource = Type.Object(
  {
    id: Type.String({ description: 'Id of the account.', examples: ['01KE0A9V3M3Y5Q8ZB7W6T1R2S5'] }),
    email: Type.String({ examples: ['ada@shop.example'] }),
    role: RoleName,
    in_all: Type.Boolean({
      description: 'Whether it is a role in all projects, which only an owner of all projects changes.',
      examples: [false],
    }),
    joined: Type.Boolean({ description: 'Whether the person has chosen a password.', examples: [true] }),
  },
  { title: 'Person', description: 'Somebody with a role in the project.' },
);

/** `people`: for owners of the project that the request names, who see and change nothing beyond it. */
export function addPeopleRoutes(app: FastifyInstance, { store, now }: SignInOptions): void {
  const note = noteRequests(app, now);

  app.get('/people', {
    ...describe('listPeople', 'List the people of the project', Type.Array(PersonResource)),
    handler: async (request) => {
      const people = await peopleOf(store, bearerOf(request).project.id);
      return { error: false, data: people.map(present) };
    },
  });

  app.post('/people', {
    ...describe('addPerson', 'Invite a person to the project', PersonResource, { body: AddBody.schema, ...WITH_LINK }),
    handler: async (request, reply) => {
      const checked = AddBody.check(request.body);
      if (!checked.ok) throw refuse.invalid(checked.faults);
      const { email, role } = checked.value;
      const { id: projectId } = bearerOf(request).project;
      const roles = { all: null, projects: { [projectId]: role } };
      if (await isFull(store)) throw refuse.invalid([fault('body', 'accounts_full', { count: ACCOUNTS_MAX })]);
      const account = await createAccount(store, { email, roles }, now());
      if (account === 'taken') throw refuse.invalid([fault('email', 'person_taken')]);
      await note(request, 'account.created', email);
      const link = await newAccountLink(store, account, now(), projectId);
      reply.code(201);
      return { error: false, data: present({ account, role, isInAll: false }), link };
    },
  });

  app.patch<ById>('/people/:id', {
    ...describe('changePerson', 'Change the role of a person in the project', PersonResource, {
      params: AccountParams,
      body: ChangeBody.schema,
    }),
    handler: async (request) => {
      const checked = ChangeBody.check(request.body);
      if (!checked.ok) throw refuse.invalid(checked.faults);
      const { project } = bearerOf(request);
      const { account } = await ownPersonOf(request);
      const changed = await changeRoleIn(store, account, project.id, checked.value.role);
      const person = changed && personOf(changed, project.id);
      if (!person) throw refuse.notFound('no_person', { id: account.id });
      await note(request, 'account.updated', account.email);
      return { error: false, data: present(person) };
    },
  });

  app.delete<ById>('/people/:id', {
    ...describe('removePerson', 'Remove a person from the project', Type.Null(), { params: AccountParams }),
    handler: async (request) => {
      const { account } = await ownPersonOf(request);
      const removed = await removeFrom(store, account, bearerOf(request).project.id);
      await note(request, removed === 'deleted' ? 'account.deleted' : 'account.updated', account.email);
      return { error: false, data: null };
    },
  });

  app.post<ById>('/people/:id/link', {
    ...describe('linkPerson', 'Make a link for a forgotten password', Type.Object({ link: LinkText }), {
      params: AccountParams,
    }),
    handler: async (request) => {
      const { account } = await ownPersonOf(request);
      const { id } = bearerOf(request).project;
      if (isBeyond(account, id)) throw refuse.forbiddenBeyond();
      await note(request, 'account.linked', account.email);
      return { error: false, data: { link: await newAccountLink(store, account, now(), id) } };
    },
  });

  /** A person whose role is of this project alone. */
  async function ownPersonOf(request: FastifyRequest<ById>): Promise<Person> {
    const people = await peopleOf(store, bearerOf(request).project.id);
    const person = people.find(({ account }) => account.id === request.params.id);
    if (!person) throw refuse.notFound('no_person', request.params);
    if (person.isInAll) throw refuse.forbiddenInAll();
    return person;
  }
}

function present({ account, role, isInAll }: Person): Static<typeof PersonResource> {
  const { id, email, passwordHash } = account;
  return { id, email, role, in_all: isInAll, joined: passwordHash !== null };
}

type Parts = Pick<DescribedRoute, 'params' | 'body'> & Partial<typeof WITH_LINK>;

function describe(operationId: string, summary: string, data: TSchema, parts: Parts = {}) {
  const description = 'Only for owners of the project that the header `Goalpost-Project` names, at the console.';
  const notFound = parts.params && ({ notFound: 'no_person' } as const);
  const route = { account: 'project-owner', tag: 'Accounts', operationId, summary, description, data } as const;
  return describeRoute({ ...route, ...parts, ...notFound });
}
