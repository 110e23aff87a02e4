import fc from 'fast-check';
import { beforeEach, expect, it } from 'vitest';
import { toolsOf } from '#goalpost/mcp/tools.js';
import type { ProjectId } from '#goalpost/model/ids.js';
import { ABILITIES } from '#goalpost/model/token.js';
import { nearly, sent } from '../http/arbitraries.js';
import { useSharedApi } from '../support/api.js';
import { project, urlGoal, visit } from '../support/builders.js';

// Whatever a model sends with a token of p1, no answer contains data of p2. All data of p2 contains "hidden" but for a key that the
// model has guessed: an answer may quote what was sent, as a part of JSON that cannot be read.

const api = useSharedApi();

beforeEach(async () => {
  await api.store.projects.create(project({ id: 'p2', name: 'hidden' }));
  await api.store.goals.create('p2' as ProjectId, urlGoal('/', { key: 'guessed', name: 'hidden' }));
  await api.store.events.record('p2' as ProjectId, [visit('/hidden', { id: 'hidden', sessionId: '2' })]);
  await api.store.goals.create('p1' as ProjectId, urlGoal('/'));
  await api.record(visit('/'));
});

const either = (...valid: unknown[]) => fc.oneof(fc.constantFrom(...valid), fc.jsonValue());

const input = fc.record(
  {
    session_ids: either([1, 2], ['2'], []),
    session_id: either(1, '1', '2'),
    key: either('list', 'count'),
    expand: either(true, false),
    limit: either(1, 1000, null),
    cursor: either(null),
    start_date: either('2026-01-01', '2026-01-03 10:00:00'),
    end_date: either('2026-12-31', '2026-02-30'),
    filters: either({ browser: 'Firefox' }, { goals: ['guessed'] }, { converted: true }),
    sortKey: either('created_at', 'country'),
    group_by: either(['source'], ['day', 'goal'], []),
    page: either(1, 2),
    type: either('url', 'click', 'event'),
    rule: either({ match: 'prefix', pattern: '/' }, { selector: 'a' }, { name: 'purchase' }),
  },
  { requiredKeys: [] },
);

const message = fc.record({
  jsonrpc: fc.constant('2.0'),
  id: fc.oneof(fc.nat(), fc.string()),
  method: fc.constantFrom('tools/call', 'tools/call', 'tools/list', 'initialize', 'ping', 'resources/list'),
  params: fc.record({
    name: fc.constantFrom(...toolsOf({} as never, {} as never).map(({ name }) => name)),
    arguments: input,
  }),
});

it('no message makes the server fail or reveal another project', { timeout: 120_000 }, async () => {
  const token = await api.issue({ abilities: ABILITIES, rateLimit: 1_000_000 });
  const requests = sent(nearly(message), 'application/json', `Bearer ${token}`);
  await fc.assert(
    fc.asyncProperty(requests, async ({ body, headers }) => {
      const accept = 'application/json, text/event-stream';
      const { origin: _, ...others } = headers;
      const answer = await api.app.inject({
        method: 'POST',
        url: '/mcp',
        headers: { ...others, accept },
        payload: body,
      });
      expect([200, 202, 400, 401, 413, 415, 422, 429]).toContain(answer.statusCode);
      expect(answer.body).not.toMatch(/hidden|Internal/);
      if (answer.statusCode === 200) expect(answer.json()).toMatchObject({ jsonrpc: '2.0' });
    }),
    { numRuns: 500 },
  );
});
