import { beforeEach, describe, expect, it } from 'vitest';
import type { ProjectId } from '#goalpost/model/ids.js';
import { useApi } from '../support/api.js';
import { project, visit } from '../support/builders.js';

const api = useApi();
let editor: string;

beforeEach(async () => {
  editor = await api.issue({ abilities: ['sessions:read', 'goals:write', 'sessions:erase'] });
  await api.record(visit('/', { sessionId: '1' }), visit('/', { sessionId: 'two' }), visit('/', { sessionId: '3' }));
});

const mark = (session_ids: unknown, status: unknown, token = editor) =>
  api.send('POST', '/sessions/mark-read', token, { session_ids, status });
const statuses = async () => {
  const period = { start_date: '2026-01-01', end_date: '2026-01-31' };
  const { data } = (await api.send('POST', '/project/sessions', editor, period)).json().data;
  return Object.fromEntries(data.map((one: { id: string; read_status: unknown }) => [one.id, one.read_status]));
};

describe('read_status', () => {
  it('is null until a session is marked, and then what was said last', async () => {
    expect(await statuses()).toEqual({ 1: null, two: null, 3: null });
    expect((await mark([1, 'two'], 'read')).json()).toEqual({ error: false, data: { marked: 2 } });
    expect(await statuses()).toEqual({ 1: 'read', two: 'read', 3: null });
    await mark(['two', '3'], 'unread');
    expect(await statuses()).toEqual({ 1: 'read', two: 'unread', 3: 'unread' });
    await mark(['1', 'two'], null);
    expect(await statuses()).toEqual({ 1: null, two: null, 3: 'unread' });
  });

  it('is erased with its session', async () => {
    await mark(['1'], 'read');
    await api.send('DELETE', '/sessions/1', editor);
    await api.record(visit('/', { sessionId: '1' }));
    expect((await statuses())['1']).toBeNull();
  });

  it('is kept for sessions of the project alone', async () => {
    await api.store.projects.create(project({ id: 'p2' }));
    const other = await api.issue({ projectId: 'p2', abilities: ['goals:write'] });
    expect((await mark(['1', 'unknown'], 'read', other)).json().data).toEqual({ marked: 0 });
    expect((await mark(['1', 'unknown', '1'], 'read')).json().data).toEqual({ marked: 1 });
    const page = { order: 'asc', after: null, limit: 10 } as const;
    expect(await api.store.documents.list('read-session', 'p2' as ProjectId, page)).toEqual([]);
    expect(await api.store.documents.list('read-session', 'p1' as ProjectId, page)).toHaveLength(1);
  });
});

it.each<[unknown, unknown, string]>([
  [[], 'read', 'session_ids'],
  [Array.from({ length: 101 }, (_, no) => no), 'read', 'session_ids'],
  [['a b'], 'read', 'session_ids.0'],
  [['1'], 'seen', 'status'],
  [['1'], undefined, 'status'],
])('%j as %j is refused', async (ids, status, field) => {
  const answer = await mark(ids, status);
  expect([answer.statusCode, Object.keys(answer.json().errors)]).toEqual([422, [field]]);
});

it('marking needs the ability goals:write', async () => {
  const viewer = await api.issue({ abilities: ['sessions:read', 'sessions:erase'] });
  expect((await mark(['1'], 'read', viewer)).statusCode).toBe(403);
  expect(await statuses()).toEqual({ 1: null, two: null, 3: null });
});
