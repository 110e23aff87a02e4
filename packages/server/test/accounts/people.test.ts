import { beforeEach, describe, expect, it } from 'vitest';
import { ACCOUNTS_MAX, changeRoles, createAccount, findAccount } from '#goalpost/accounts/account-store.js';
import { changeRoleIn, removeFrom } from '#goalpost/accounts/people.js';
import type { Roles } from '#goalpost/model/accounts/account.js';
import type { ProjectId } from '#goalpost/model/ids.js';
import type { DocumentStore } from '#goalpost/store/documents.js';
import { useApi } from '../support/api.js';
import { project } from '../support/builders.js';
import { type Browser, newBrowser, signedInAs } from '../support/console.js';

const api = useApi();
const PASSWORD = 'correct horse battery staple';
let owner: Browser;

beforeEach(async () => {
  await api.store.projects.create(project({ id: 'p2', siteKey: 'site-p2' }));
  owner = await signedInAs(api, { projects: { p1: 'owner' } });
  api.now += 1;
});

interface Added {
  readonly data: { readonly id: string; readonly email: string };
  readonly link: string;
}

async function add(email: string, role = 'viewer'): Promise<Added> {
  const added = (await owner.send('POST', '/people', { email, role })).json();
  api.now += 1;
  return added;
}

async function join({ link }: Pick<Added, 'link'>): Promise<Browser> {
  const browser = newBrowser(api);
  expect((await browser.send('POST', '/auth/use-link', { link, password: PASSWORD })).statusCode).toBe(200);
  return browser;
}

describe('an owner of one project', () => {
  it('invites people to it, who see nothing else', async () => {
    const answer = await owner.send('POST', '/people', { email: 'bob@shop.example', role: 'editor' });
    expect([answer.statusCode, answer.json().data]).toEqual([
      201,
      { id: expect.any(String), email: 'bob@shop.example', role: 'editor', in_all: false, joined: false },
    ]);
    const bob = await join(answer.json());
    const { role, projects } = (await bob.send('GET', '/me')).json().data;
    expect([role, projects.map(({ id }: { id: string }) => id)]).toEqual([null, ['p1']]);
    const people = (await owner.send('GET', '/people')).json().data;
    expect(people.at(-1)).toMatchObject({ email: 'bob@shop.example', role: 'editor', joined: true });
  });

  it('sees who has a role in it, and nobody and nothing of other projects', async () => {
    const others = [
      { projects: { p2: 'owner' } },
      { projects: { p1: 'viewer', p2: 'owner' } },
      { all: 'editor' },
    ] as const;
    for (const roles of others) await signedInAs(api, roles);
    const people = (await owner.send('GET', '/people')).json().data;
    expect(people.map(({ role, in_all }: { role: string; in_all: boolean }) => [role, in_all])).toEqual([
      ['owner', false],
      ['viewer', false],
      ['editor', true],
    ]);
    expect(JSON.stringify(people)).not.toContain('p2');
  });

  it('changes roles in it, and leaves those in other projects', async () => {
    const both = await signedInAs(api, { projects: { p1: 'viewer', p2: 'editor' } });
    const { id, email } = (await both.send('GET', '/me')).json().data;
    const changed = await owner.send('PATCH', `/people/${id}`, { role: 'editor' });
    expect(changed.json().data).toMatchObject({ id, role: 'editor' });
    expect((await findAccount(api.store, email))!.roles).toEqual({
      all: null,
      projects: { p1: 'editor', p2: 'editor' },
    });
    expect((await owner.send('DELETE', `/people/${id}`)).statusCode).toBe(200);
    expect((await findAccount(api.store, email))!.roles).toEqual({ all: null, projects: { p2: 'editor' } });
    expect((await owner.send('PATCH', `/people/${id}`, { role: 'viewer' })).statusCode).toBe(404);
  });

  it('deletes whom it removes from the only project; the address is free again', async () => {
    const { data } = await add('bob@shop.example');
    await owner.send('DELETE', `/people/${data.id}`);
    expect(await findAccount(api.store, data.email)).toBeNull();
    expect((await owner.send('POST', '/people', { email: data.email, role: 'viewer' })).statusCode).toBe(201);
  });

  it('keeps whom somebody gives a role in another project at that moment', async () => {
    const { data } = await add('bob@shop.example');
    const account = (await findAccount(api.store, data.email))!;
    const { documents } = api.store;
    const give = () =>
      changeRoles(api.store, data.email, ({ all }) => ({ all, projects: { p2: 'viewer' } as Roles['projects'] }));
    const store = {
      documents: {
        find: documents.find.bind(documents),
        put: documents.put.bind(documents),
        remove: async (...given: Parameters<DocumentStore['remove']>) => {
          await give();
          return documents.remove(...given);
        },
      } as DocumentStore,
    };
    expect(await removeFrom(store, account, 'p1' as ProjectId)).toBe('changed');
    expect((await findAccount(api.store, data.email))!.roles.projects).toEqual({ p2: 'viewer' });
    expect(await changeRoleIn(api.store, account, 'p1' as ProjectId, 'owner')).toMatchObject({
      roles: { projects: { p2: 'viewer' } },
    });
  });

  it('does not invite who has an account, wherever', async () => {
    const other = await signedInAs(api, { projects: { p2: 'owner' } });
    const { email } = (await other.send('GET', '/me')).json().data;
    const answer = await owner.send('POST', '/people', { email: email.toUpperCase(), role: 'viewer' });
    expect([answer.statusCode, Object.keys(answer.json().errors)]).toEqual([422, ['email']]);
  });

  it('reaches nobody of another project and nobody with a role in all', async () => {
    const other = await signedInAs(api, { projects: { p2: 'viewer' } });
    const installation = await signedInAs(api, { all: 'viewer' });
    for (const [browser, status] of [
      [other, 404],
      [installation, 403],
    ] as const) {
      const { id } = (await browser.send('GET', '/me')).json().data;
      const answers = [
        await owner.send('PATCH', `/people/${id}`, { role: 'owner' }),
        await owner.send('DELETE', `/people/${id}`),
        await owner.send('POST', `/people/${id}/link`),
      ];
      expect(answers.map(({ statusCode }) => statusCode)).toEqual([status, status, status]);
    }
  });

  it('makes links for people of this project alone, which end with a role in another', async () => {
    const { data, link } = await add('bob@shop.example');
    const again = (await owner.send('POST', `/people/${data.id}/link`)).json().data.link;
    expect((await newBrowser(api).send('POST', '/auth/check-link', { link })).statusCode).toBe(422);
    const all = await signedInAs(api, { all: 'owner' });
    const projects = [
      { id: 'p1', role: 'viewer' },
      { id: 'p2', role: 'owner' },
    ];
    await all.send('PATCH', `/accounts/${data.id}`, { projects });
    for (const address of ['/auth/check-link', '/auth/use-link']) {
      const answer = await newBrowser(api).send('POST', address, { link: again, password: PASSWORD });
      expect([answer.statusCode, Object.keys(answer.json().errors)]).toEqual([422, ['link']]);
    }
    expect((await owner.send('POST', `/people/${data.id}/link`)).statusCode).toBe(403);
    const own = (await all.send('POST', `/accounts/${data.id}/link`)).json().data;
    expect((await (await join(own)).send('GET', '/me')).json().data.projects).toHaveLength(2);
  });

  it('does none of it in a project with a lower role, or none', async () => {
    const browser = await signedInAs(api, { projects: { p1: 'editor', p2: 'owner' } });
    expect((await browser.send('GET', '/people')).json().message).toBe('Only an owner of the project may do this.');
    expect((await browser.send('GET', '/people', undefined, { 'goalpost-project': 'p2' })).statusCode).toBe(200);
    expect((await owner.send('GET', '/people', undefined, { 'goalpost-project': 'p2' })).statusCode).toBe(403);
  });

  it('is told nothing of projects that are gone: who had a role in one, too, is of this project alone', async () => {
    const all = await signedInAs(api, { all: 'owner' }, 'p2');
    const roles = [
      { id: 'p1', role: 'viewer' },
      { id: 'p2', role: 'owner' },
    ];
    const { data } = (await all.send('POST', '/accounts', { email: 'bob@shop.example', projects: roles })).json();
    expect((await owner.send('POST', `/people/${data.id}/link`)).statusCode).toBe(403);
    expect((await all.send('DELETE', '/projects/p2', { name: 'Shop' })).statusCode).toBe(200);
    const [, listed] = (await all.send('GET', '/accounts')).json().data.slice(-2);
    expect(listed).toMatchObject({ id: data.id, projects: roles.slice(0, 1) });
    expect((await owner.send('POST', `/people/${data.id}/link`)).statusCode).toBe(200);
    expect((await owner.send('DELETE', `/people/${data.id}`)).statusCode).toBe(200);
    expect(await findAccount(api.store, 'bob@shop.example')).toBeNull();
  });

  it('invites nobody when there are 10,000 accounts', async () => {
    const taken = Array.from({ length: ACCOUNTS_MAX }, (_, index) => ({
      email: `${index}@other.example`,
      roles: { all: null, projects: {} },
    }));
    await Promise.all(taken.map((one) => createAccount(api.store, one, api.now)));
    const { statusCode, json } = await owner.send('POST', '/people', { email: 'bob@shop.example', role: 'viewer' });
    const sentence = 'There are 10000 accounts, which is the most there can be; delete one first.';
    expect([statusCode, json().errors]).toEqual([422, { body: [sentence] }]);
  });

  it('is in the audit log of the project', async () => {
    const { data } = await add('bob@shop.example');
    await owner.send('PATCH', `/people/${data.id}`, { role: 'editor' });
    api.now += 1;
    await owner.send('DELETE', `/people/${data.id}`);
    const log = (await owner.send('GET', '/audit')).json().data;
    expect(log.map(({ change, subject }: { change: string; subject: string }) => [change, subject])).toEqual([
      ['account.deleted', data.email],
      ['account.updated', data.email],
      ['account.created', data.email],
    ]);
  });
});
