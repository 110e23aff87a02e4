import { beforeEach, describe, expect, it } from 'vitest';
import type { ProjectId } from '#goalpost/model/ids.js';
import { useApi } from '../support/api.js';
import { project } from '../support/builders.js';

const api = useApi();
let editor: string;
let viewer: string;

beforeEach(async () => {
  editor = await api.issue({ abilities: ['reports:read', 'goals:write'] });
  viewer = await api.issue({ abilities: ['reports:read', 'goals:read', 'sessions:read', 'conversions:read'] });
});

const ask = (name: string, body?: object, token = editor) => api.send('POST', `/insight/${name}`, token, body);
const DATA = { report: { group_by: ['source'] }, text: 'é', none: null };
const save = async (label: string): Promise<string> => (await ask('create', { label, data: DATA })).json().data.id;

const UNKNOWN = '01KE0A9V3M3Y5Q8ZB7W6T1R2S6';

it('a view is saved, read, changed and deleted', async () => {
  const saved = await ask('create', { label: 'Orders', data: DATA });
  const { id } = saved.json().data;
  const view = { project_created_at: '2026-01-03T10:00:00.000Z', data: DATA, id, label: 'Orders' };
  expect([saved.statusCode, saved.json()]).toEqual([201, { error: false, data: view, message: 'OK' }]);
  const detail = await ask('detail', { insight_id: id }, viewer);
  expect([detail.statusCode, detail.json()]).toEqual([200, { error: false, data: view, message: 'OK' }]);

  const changed = await ask('update', { insight_id: id, label: null, data: { chart: 'bars' } });
  expect(changed.json().data).toEqual({ ...view, data: { chart: 'bars' } });
  expect((await ask('update', { insight_id: id, label: 'Sales' })).json().data).toEqual({
    ...view,
    label: 'Sales',
    data: { chart: 'bars' },
  });
  expect((await ask('detail', { insight_id: id })).json().data.label).toBe('Sales');

  expect((await ask('delete', { insight_id: id })).json()).toEqual({ error: false, data: null, message: 'OK' });
  expect((await ask('detail', { insight_id: id })).statusCode).toBe(404);
});

it.each(['detail', 'update', 'delete', 'default-set'])('%s of a view that does not exist is a 404', async (name) => {
  await api.store.projects.create(project({ id: 'p2' }));
  const other = await api.issue({ projectId: 'p2', abilities: ['reports:read', 'goals:write'] });
  const foreign = (await ask('create', { label: 'Theirs', data: {} }, other)).json().data.id;
  for (const id of [UNKNOWN, foreign, 'default', 'a b', '']) {
    const answer = await ask(name, { insight_id: id });
    expect([answer.statusCode, answer.json()]).toEqual([
      404,
      { errors: { insight: [`The project has no view "${id}".`] } },
    ]);
  }
  expect((await ask('detail', { insight_id: foreign }, other)).json().data.label).toBe('Theirs');
});

describe('the default view', () => {
  const chosen = async () => {
    const answer = await ask('default-get', undefined, viewer);
    expect(answer.statusCode).toBe(200);
    return answer.json();
  };

  it('is null until one is set, and again when none is', async () => {
    expect(await chosen()).toEqual({ error: false, data: null, message: 'OK' });
    const id = await save('Orders');
    const set = await ask('default-set', { insight_id: id });
    expect(set.json().data).toMatchObject({ id, label: 'Orders' });
    expect(await chosen()).toEqual(set.json());
    expect((await ask('default-set', { insight_id: null })).json()).toEqual({
      error: false,
      data: null,
      message: 'OK',
    });
    expect((await chosen()).data).toBeNull();
  });

  it('is null when that view is deleted', async () => {
    const id = await save('Orders');
    await ask('default-set', { insight_id: id });
    await ask('delete', { insight_id: id });
    expect((await chosen()).data).toBeNull();
  });
});

it('views are listed in the order in which they were saved', async () => {
  const ids = [];
  for (const label of ['B', 'A']) {
    ids.push(await save(label));
    api.now += 1;
  }
  await ask('default-set', { insight_id: ids[1] });
  expect((await ask('list', undefined, viewer)).json()).toEqual({
    error: false,
    data: [
      { id: ids[0], label: 'B', is_default: false },
      { id: ids[1], label: 'A', is_default: true },
    ],
    message: 'OK',
  });
});

describe('a view is refused', () => {
  it.each<[object, string]>([
    [{ data: {} }, 'label'],
    [{ label: ' ', data: {} }, 'label'],
    [{ label: 'x'.repeat(121), data: {} }, 'label'],
    [{ label: 'x' }, 'data'],
    [{ label: 'x', data: [1] }, 'data'],
    [{ label: 'x', data: 'text' }, 'data'],
    [{ label: 'x', data: { text: 'x'.repeat(16_384) } }, 'data'],
  ])('%#', async (body, field) => {
    const answer = await ask('create', body);
    expect([answer.statusCode, Object.keys(answer.json().errors)]).toEqual([422, [field]]);
  });

  it('also as a change', async () => {
    const id = await save('Orders');
    const answer = await ask('update', { insight_id: id, data: { text: 'x'.repeat(16_384) } });
    const sentence = 'The data field must be a JSON object of at most 16384 bytes; got an object.';
    expect([answer.statusCode, answer.json().errors]).toEqual([422, { data: [sentence] }]);
    expect((await ask('detail', { insight_id: id })).json().data.data).toEqual(DATA);
  });

  it('beyond 200 of a project', async () => {
    for (let no = 0; no < 200; no++) {
      const name = { kind: 'view', owner: 'p1' as ProjectId, id: String(no).padStart(26, '0') } as const;
      await api.store.documents.put(name, null, { label: 'x', data: {} });
    }
    const answer = await ask('create', { label: 'x', data: {} });
    const sentence = 'The project has 200 views, which is the most it can have; delete one first.';
    expect([answer.statusCode, answer.json().errors]).toEqual([422, { body: [sentence] }]);
  });
});

it.each([
  ['create', { label: 'x', data: {} }],
  ['update', { insight_id: UNKNOWN, label: 'x' }],
  ['delete', { insight_id: UNKNOWN }],
  ['default-set', { insight_id: null }],
])('%s needs the ability goals:write', async (name, body) => {
  const answer = await ask(name, body, viewer);
  expect([answer.statusCode, answer.json().message]).toEqual([403, 'This token lacks the ability goals:write.']);
});
