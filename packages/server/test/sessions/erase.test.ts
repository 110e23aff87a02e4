import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import type { ProjectId } from '#goalpost/model/ids.js';
import { ABILITIES } from '#goalpost/model/token.js';
import { useApi } from '../support/api.js';
import { click, customEvent, urlGoal, visit } from '../support/builders.js';

const api = useApi();
const eraser = () => api.issue({ abilities: ['sessions:erase'] });

it('200: a receipt, and nothing of the session is left, in no answer and in no file', async () => {
  await api.store.goals.create('p1' as ProjectId, urlGoal('/', { key: 'any' }));
  await api.record(
    visit('/secret-page-of-ada', { id: 'v' }),
    click([{ tag: 'a' }], { id: 'c' }),
    customEvent('purchase', { id: 'e' }),
    visit('/page-of-bob', { sessionId: '2', id: 'v' }),
  );
  const answer = await api.send('DELETE', '/sessions/1', await eraser());
  expect(answer.statusCode).toBe(200);
  expect(answer.json()).toEqual({
    error: false,
    data: { session_id: '1', erased_at: '2026-01-03T10:00:00.000Z', visits: 1, clicks: 1, events: 1, conversions: 1 },
  });
  const { data } = (await api.ask({ session_ids: [1, 2] }, await api.issue())).json();
  expect(data).toEqual(['2:url:any:v']);
  const bytes = readdirSync(api.dataDir)
    .map((file) => readFileSync(path.join(api.dataDir, file), 'latin1'))
    .join();
  expect(bytes).toContain('/page-of-bob');
  expect(bytes).not.toContain('/secret-page-of-ada');
});

it('403: the ability sessions:erase is needed, however many others there are', async () => {
  const token = await api.issue({ abilities: ABILITIES.filter((ability) => ability !== 'sessions:erase') });
  const answer = await api.send('DELETE', '/sessions/1', token);
  expect(answer.statusCode).toBe(403);
  expect(answer.body).toBe('{"error":true,"message":"This token lacks the ability sessions:erase."}');
});

it.each(['1', 'no%20id', 'x'.repeat(64)])('404: the project has no session %s', async (id) => {
  const answer = await api.send('DELETE', `/sessions/${id}`, await eraser());
  expect(answer.statusCode).toBe(404);
  expect(answer.json().message).toBe(`The project has no session "${decodeURIComponent(id)}".`);
});
