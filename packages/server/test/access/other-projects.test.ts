import { beforeEach, expect, it } from 'vitest';
import { ABILITIES } from '#goalpost/model/token.js';
import { type Json, operationsOf } from '../reference/openapi-rules.js';
import { type Method, useApi } from '../support/api.js';
import { project, urlGoal, visit } from '../support/builders.js';
import { type Browser, newAccount, signedInAs } from '../support/console.js';

const api = useApi();
const p1 = { all: null, projects: { p1: 'viewer' } } as const;
let owner: Browser;

/** A request for something of p1, which is right but for the project it comes from. */
interface Attempt {
  readonly address: string;
  readonly body?: object;
}

/** By operation. A new one whose address or body has an id needs a line here. */
let attempts: Readonly<Record<string, Attempt>>;

beforeEach(async () => {
  await api.store.projects.create(project({ id: 'p2', siteKey: 'site-p2', name: 'Blog' }));
  owner = await signedInAs(api, { projects: { p1: 'owner' } });
  const [{ id: shown }] = (await owner.send('GET', '/auth/sessions')).json().data;
  await owner.send('POST', '/goals', urlGoal('/thanks', { key: 'order' }));
  await api.record(visit('/thanks', { sessionId: 's1' }));
  const made = async (address: string, body: object) => (await owner.send('POST', address, body)).json().data;
  const step = { name: 'Any', type: 'url', rule: { match: 'prefix', pattern: '/' } };
  await made('/funnels', { key: 'way', name: 'Way', steps: [step, step] });
  const note = `/notes/${(await made('/notes', { date: '2026-01-03', text: 'Open' })).id}`;
  const insight_id = (await made('/insight/create', { label: 'Sources', data: {} })).id;
  const token = `/tokens/${(await made('/tokens', { abilities: ['goals:read'] })).id}`;
  const share = `/share-links/${(await made('/share-links', {})).id}`;
  const { id: person } = await newAccount(api, p1);
  attempts = {
    getSession: { address: '/sessions/s1' },
    eraseSession: { address: '/sessions/s1' },
    getGoal: { address: '/goals/order' },
    changeGoal: { address: '/goals/order', body: { name: 'Mine' } },
    deleteGoal: { address: '/goals/order' },
    getSavedFunnel: { address: '/funnels/way' },
    changeFunnel: { address: '/funnels/way', body: { name: 'Mine' } },
    deleteFunnel: { address: '/funnels/way' },
    changeNote: { address: note, body: { text: 'Mine' } },
    deleteNote: { address: note },
    getInsight: { address: '/insight/detail', body: { insight_id } },
    changeInsight: { address: '/insight/update', body: { insight_id, label: 'Mine' } },
    deleteInsight: { address: '/insight/delete', body: { insight_id } },
    setDefaultInsight: { address: '/insight/default-set', body: { insight_id } },
    getProject: { address: '/projects/p1' },
    changeProject: { address: '/projects/p1', body: { name: 'Mine' } },
    rotateSigningSecret: { address: '/projects/p1/signing-secret' },
    deleteProject: { address: '/projects/p1', body: { name: 'Shop' } },
    revokeToken: { address: token },
    deleteShareLink: { address: share },
    changePerson: { address: `/people/${person}`, body: { role: 'owner' } },
    removePerson: { address: `/people/${person}` },
    linkPerson: { address: `/people/${person}/link` },
    changeAccount: { address: `/accounts/${person}`, body: { projects: [{ id: 'p1', role: 'viewer' }] } },
    deleteAccount: { address: `/accounts/${person}` },
    linkAccount: { address: `/accounts/${person}/link` },
    removeSecondFactorOf: { address: `/accounts/${person}/second-factor` },
    endConsoleSession: { address: `/auth/sessions/${shown}` },
  };
});

/** Everything of p1 that people can change. */
async function stateOfP1(): Promise<unknown[]> {
  const ids = ['/projects', '/goals', '/funnels', '/notes', '/tokens', '/share-links', '/people', '/auth/sessions'];
  const answers = [];
  for (const address of ids) answers.push((await owner.send('GET', address)).json());
  answers.push((await owner.send('POST', '/insight/list')).json(), (await owner.send('GET', '/sessions/s1')).json());
  return answers;
}

/** The operations whose address or body names something by its id. */
function named(): ReturnType<typeof operationsOf> {
  const document: Json = api.app.swagger();
  return operationsOf(document).filter(({ path, operation }) => {
    const [, schema = ''] = /schemas\/(\w+)/.exec(JSON.stringify(operation.requestBody ?? {})) ?? [];
    return path.includes('{') || 'insight_id' in (document.components.schemas[schema]?.properties ?? {});
  });
}

it('every operation with an id is tried', () => {
  expect(
    named()
      .map(({ operation }) => operation.operationId)
      .sort(),
  ).toEqual(Object.keys(attempts).sort());
});

it.each<[who: string, make: () => Promise<(method: Method, attempt: Attempt) => Promise<number>>]>([
  [
    'an owner',
    async () => {
      const other = await signedInAs(api, { projects: { p2: 'owner' } }, 'p2');
      return async (method, { address, body }) => (await other.send(method, address, body)).statusCode;
    },
  ],
  [
    'a token with all abilities',
    async () => {
      const token = await api.issue({ projectId: 'p2', abilities: ABILITIES });
      return async (method, { address, body }) => (await api.send(method, address, token, body)).statusCode;
    },
  ],
])('%s of another project finds nothing by the ids of this one, and changes nothing', async (_who, make) => {
  const send = await make();
  const before = await stateOfP1();
  for (const { where, method, operation } of named()) {
    const status = await send(method as Method, attempts[operation.operationId]!);
    expect([403, 404], where).toContain(status);
  }
  expect(await stateOfP1()).toEqual(before);
});

it('its own owner finds all of it', async () => {
  const all = await signedInAs(api, { all: 'owner' });
  for (const { where, method, operation } of named()) {
    const { operationId } = operation;
    if (method === 'DELETE' || /^(delete|remove|end)/.test(operationId)) continue;
    const { address, body } = attempts[operationId]!;
    expect([200, 201], where).toContain((await all.send(method as Method, address, body)).statusCode);
  }
});
