import { beforeEach, expect, it } from 'vitest';
import { ABILITIES } from '#goalpost/model/token.js';
import { type Json, operationsOf } from '../reference/openapi-rules.js';
import { type Method, useApi } from '../support/api.js';
import { project } from '../support/builders.js';
import { type Browser, signedInAs } from '../support/console.js';
import { type Attempt, newAttempts } from './attempts.js';

const api = useApi();
let owner: Browser;

let attempts: Awaited<ReturnType<typeof newAttempts>>;

beforeEach(async () => {
  await api.store.projects.create(project({ id: 'p2', siteKey: 'site-p2', name: 'Blog' }));
  owner = await signedInAs(api, { projects: { p1: 'owner' } });
  attempts = await newAttempts(api, owner);
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

/** A new one needs a line in `attempts.ts`. */
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
