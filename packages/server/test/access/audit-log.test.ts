import { pino } from 'pino';
import { expect, it, vi } from 'vitest';
import { buildApp } from '#goalpost/app.js';
import type { DocumentStore } from '#goalpost/store/documents.js';
import { StoreUnavailable } from '#goalpost/store/store.js';
import { useApi } from '../support/api.js';

const api = useApi();
const GOAL = { key: 'thanks', name: 'Thanks', type: 'url', rule: { match: 'equals', pattern: '/thanks' } };

/** Replaces the server by one on a store that takes no audit entries while `state.isAway`. */
async function withAuditAway() {
  await api.app.close();
  const state = { isAway: true };
  const documents: DocumentStore = {
    ...api.store.documents,
    put: (name, expected, body) =>
      state.isAway && name.kind === 'audit'
        ? Promise.reject(new StoreUnavailable('it is away'))
        : api.store.documents.put(name, expected, body),
  };
  const lines: string[] = [];
  const logger = pino({ level: 'error' }, { write: (line: string) => lines.push(line) });
  const app = await buildApp({ store: { ...api.store, documents }, logger, now: () => api.now });
  Object.assign(api, { app });
  return { state, logged: () => lines.map((line) => JSON.parse(line)) };
}

const entries = async () =>
  (
    await api.store.documents.list<{ change: string }>('audit', 'p1' as never, { order: 'asc', after: null, limit: 10 })
  ).map(({ body }) => body.change);

it('a change whose entry cannot be stored is answered as made; the entry is logged, and stored later, once', async () => {
  const { state, logged } = await withAuditAway();
  const token = await api.issue({ abilities: ['goals:write', 'goals:read'] });
  expect((await api.send('POST', '/goals', token, GOAL)).statusCode).toBe(201);
  expect((await api.send('DELETE', '/goals/thanks', token)).statusCode).toBe(200);
  expect(await entries()).toEqual([]);
  expect(logged()).toMatchObject(
    ['goal.created', 'goal.deleted'].map((change) => ({
      msg: 'a change was made, but its audit entry is not stored yet',
      project: 'p1',
      entry: { change, subject: 'thanks' },
    })),
  );
  state.isAway = false;
  await vi.waitFor(async () => expect(await entries()).toEqual(['goal.created', 'goal.deleted']), { timeout: 30_000 });
  await api.app.close();
  expect(await entries()).toHaveLength(2);
});

it('entries that wait when the server stops are tried a last time', async () => {
  const { state } = await withAuditAway();
  const token = await api.issue({ abilities: ['goals:write'] });
  await api.send('POST', '/goals', token, GOAL);
  state.isAway = false;
  await api.app.close();
  expect(await entries()).toEqual(['goal.created']);
});
