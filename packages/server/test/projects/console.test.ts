import { beforeEach, describe, expect, it } from 'vitest';
import { useApi } from '../support/api.js';
import { project, T0, urlGoal } from '../support/builders.js';
import { signedInAs } from '../support/console.js';

const api = useApi();

beforeEach(() => api.store.projects.create(project({ id: 'p2', name: 'Blog', createdAt: T0 + 1 })));

describe('an account lists', () => {
  it.each<[Parameters<typeof signedInAs>[1], string[]]>([
    [{ all: 'viewer' }, ['p1', 'p2']],
    [{ projects: { p2: 'viewer' } }, ['p2']],
    [{}, []],
  ])('with the roles %j the projects %j, whatever project it names', async (roles, ids) => {
    for (const named of ['p1', 'p2', '']) {
      const browser = await signedInAs(api, roles, named);
      const answer = await browser.send('GET', '/projects');
      expect([answer.statusCode, answer.json().data.map(({ id }: { id: string }) => id)]).toEqual([200, ids]);
    }
  });
});

describe('a project is created', () => {
  it('by an owner of all projects, and noted', async () => {
    const browser = await signedInAs(api, { all: 'owner' });
    const body = { name: 'New', time_zone: 'Europe/Amsterdam', main_currency: 'EUR', own_hosts: ['Shop.example'] };
    const answer = await browser.send('POST', '/projects', body);
    expect([answer.statusCode, answer.json().data]).toEqual([
      201,
      expect.objectContaining({ ...body, own_hosts: ['shop.example'], page_session_ids: 'accept' }),
    ]);
    const { id } = answer.json().data;
    expect((await api.store.projects.list()).map(({ name }) => name).sort()).toEqual(['Blog', 'New', 'Shop']);
    const log = await api.store.documents.list('audit', null, { order: 'desc', after: null, limit: 1 });
    expect(log[0]!.body).toMatchObject({ change: 'project.created', subject: id, by: { kind: 'account' } });
  });

  it.each<[object, string]>([
    [{}, 'name'],
    [{ name: 'New', time_zone: 'Mars' }, 'time_zone'],
    [{ name: 'New', excluded_countries: ['nl'] }, 'excluded_countries.0'],
  ])('but not from %j', async (body, field) => {
    const browser = await signedInAs(api, { all: 'owner' });
    const answer = await browser.send('POST', '/projects', body);
    expect([answer.statusCode, Object.keys(answer.json().errors)]).toEqual([422, [field]]);
    expect(await api.store.projects.list()).toHaveLength(2);
  });

  it.each<Parameters<typeof signedInAs>[1]>([{ projects: { p1: 'owner', p2: 'owner' } }, { all: 'editor' }])(
    'by nobody with the roles %j, and by no token',
    async (roles) => {
      const browser = await signedInAs(api, roles);
      expect((await browser.send('POST', '/projects', { name: 'New' })).statusCode).toBe(403);
      const token = await api.issue({ abilities: ['manage'] });
      expect((await api.send('POST', '/projects', token, { name: 'New' })).statusCode).toBe(403);
      expect(await api.store.projects.list()).toHaveLength(2);
    },
  );
});

it('every change of a project is noted, and its deletion outlives it', async () => {
  const browser = await signedInAs(api, { projects: { p1: 'owner' } });
  await browser.send('PATCH', '/projects/p1', { name: 'Store' });
  await browser.send('POST', '/projects/p1/signing-secret');
  const token = (await browser.send('POST', '/tokens', { abilities: ['goals:read'] })).json().data.id;
  await browser.send('DELETE', `/tokens/${token}`);
  const note = (await browser.send('POST', '/notes', { date: '2026-01-05', text: 'x' })).json().data.id;
  await browser.send('DELETE', `/notes/${note}`);
  const view = (await browser.send('POST', '/insight/create', { label: 'x', data: {} })).json().data.id;
  await browser.send('POST', '/insight/default-set', { insight_id: view });
  await api.store.goals.create('p1' as never, urlGoal('/thanks', { key: 'thanks' }));
  const steps = [{ goal: 'thanks' }, { goal: 'thanks' }];
  await browser.send('POST', '/funnels', { key: 'buying', name: 'Buying', steps });
  await browser.send('PATCH', '/funnels/buying', { name: 'Checkout' });
  await browser.send('DELETE', '/funnels/buying');
  const noted = async (owner: 'p1' | null) => {
    const page = { order: 'asc', after: null, limit: 100 } as const;
    const entries = await api.store.documents.list<{ change: string; subject: string }>('audit', owner as never, page);
    return entries.map(({ body }) => `${body.change} ${body.subject}`).sort();
  };
  expect(await noted('p1')).toEqual(
    [
      'project.updated p1',
      'project.secret p1',
      `token.created ${token}`,
      `token.revoked ${token}`,
      `note.created ${note}`,
      `note.deleted ${note}`,
      'funnel.created buying',
      'funnel.updated buying',
      'funnel.deleted buying',
      `view.created ${view}`,
      `view.default ${view}`,
    ].sort(),
  );
  await browser.send('DELETE', '/projects/p1', { name: 'Store' });
  while (await api.store.projects.work());
  expect(await noted('p1')).toEqual([]);
  expect(await noted(null)).toEqual(['project.deleted p1']);
});
