import { beforeEach, describe, expect, it } from 'vitest';
import type { ProjectId } from '#goalpost/model/ids.js';
import { useApi } from '../support/api.js';
import { project, T0 } from '../support/builders.js';

const api = useApi();
let editor: string;
let viewer: string;

beforeEach(async () => {
  editor = await api.issue({ abilities: ['reports:read', 'goals:write'] });
  viewer = await api.issue({ abilities: ['reports:read', 'goals:read', 'sessions:read', 'conversions:read'] });
});

const create = async (date: string, text: string) => (await api.send('POST', '/notes', editor, { date, text })).json();
const list = async (query = '') => (await api.send('GET', `/notes${query}`, viewer)).json().data;
const textsOf = async (query = '') => (await list(query)).map(({ text }: { text: string }) => text);

describe('a note', () => {
  it('is created, listed, changed and deleted', async () => {
    const answer = await api.send('POST', '/notes', editor, { date: '2026-01-15', text: 'New home page' });
    const { id, ...note } = answer.json().data;
    const at = '2026-01-03T10:00:00.000Z';
    expect([answer.statusCode, note]).toEqual([
      201,
      { date: '2026-01-15', text: 'New home page', created_at: at, updated_at: at },
    ]);
    expect(await list()).toEqual([{ id, ...note }]);

    api.now = T0 + 60_000;
    const changed = await api.send('PATCH', `/notes/${id}`, editor, { text: 'Another', date: null });
    expect(changed.json()).toEqual({
      error: false,
      data: { id, ...note, text: 'Another', updated_at: '2026-01-03T10:01:00.000Z' },
    });
    expect(await list()).toEqual([changed.json().data]);

    expect((await api.send('DELETE', `/notes/${id}`, editor)).json()).toEqual({ error: false, data: null });
    expect(await list()).toEqual([]);
    for (const method of ['PATCH', 'DELETE'] as const) {
      const gone = await api.send(method, `/notes/${id}`, editor, method === 'PATCH' ? { text: 'Late' } : undefined);
      expect([gone.statusCode, gone.json().message]).toEqual([404, `The project has no note "${id}".`]);
    }
  });

  it.each<[object, string, string]>([
    [{ text: 'x' }, 'date', 'The date field is required: it must be a day like "2026-01-31".'],
    [{ date: '2026-1-5', text: 'x' }, 'date', 'The date field must be a day like "2026-01-31"; got "2026-1-5".'],
    [
      { date: '2026-02-30', text: 'x' },
      'date',
      'The date field must be a day of the calendar, like "2026-02-28"; got "2026-02-30".',
    ],
    [
      { date: '2026-01-05', text: ' ' },
      'text',
      'The text field must be a text of 1 to 500 characters, not all of them white space; got " ".',
    ],
  ])('is refused: %j', async (body, field, sentence) => {
    const answer = await api.send('POST', '/notes', editor, body);
    expect([answer.statusCode, answer.json()]).toEqual([422, { message: sentence, errors: { [field]: [sentence] } }]);
    expect(await list()).toEqual([]);
  });

  it('has at most 500 characters', async () => {
    const send = async (length: number) =>
      (await api.send('POST', '/notes', editor, { date: '2026-01-05', text: 'x'.repeat(length) })).statusCode;
    expect([await send(500), await send(501)]).toEqual([201, 422]);
  });

  it('is seen and changed in its own project alone', async () => {
    await api.store.projects.create(project({ id: 'p2' }));
    const { id } = (await create('2026-01-15', 'Ours')).data;
    const other = await api.issue({ projectId: 'p2', abilities: ['reports:read', 'goals:write'] });
    expect((await api.send('GET', '/notes', other)).json().data).toEqual([]);
    expect((await api.send('PATCH', `/notes/${id}`, other, { text: 'Theirs' })).statusCode).toBe(404);
    expect((await api.send('DELETE', `/notes/${id}`, other)).statusCode).toBe(404);
    expect(await textsOf()).toEqual(['Ours']);
  });

  it.each(['x', 'ü', '%00', `${'0'.repeat(26)}0`, 'I'.repeat(26)])('has no id like %s', async (id) => {
    expect((await api.send('DELETE', `/notes/${encodeURIComponent(id)}`, editor)).statusCode).toBe(404);
  });

  it('is changed by none who may only read', async () => {
    const { id } = (await create('2026-01-15', 'Ours')).data;
    const sent = await Promise.all([
      api.send('POST', '/notes', viewer, { date: '2026-01-05', text: 'x' }),
      api.send('PATCH', `/notes/${id}`, viewer, { text: 'x' }),
      api.send('DELETE', `/notes/${id}`, viewer),
    ]);
    expect(sent.map(({ statusCode }) => statusCode)).toEqual([403, 403, 403]);
    expect(await textsOf()).toEqual(['Ours']);
  });
});

describe('the list', () => {
  it('is by day, and has the days that are asked for, both inclusive', async () => {
    for (const day of ['2026-01-15', '2026-01-01', '2026-02-01', '2026-01-01']) await create(day, `on ${day}`);
    expect(await textsOf()).toEqual(['on 2026-01-01', 'on 2026-01-01', 'on 2026-01-15', 'on 2026-02-01']);
    expect(await textsOf('?start_date=2026-01-15')).toEqual(['on 2026-01-15', 'on 2026-02-01']);
    expect(await textsOf('?end_date=2026-01-15&start_date=2026-01-02')).toEqual(['on 2026-01-15']);
  });

  it.each([
    ['?start_date=yesterday', 'start_date', 'The start_date field must be a day like "2026-01-31"; got "yesterday".'],
    [
      '?start_date=2026-02-01&end_date=2026-01-31',
      'end_date',
      'The end_date field must not lie before start_date: write "2026-02-01" or later; got "2026-01-31".',
    ],
  ])('is refused for %s', async (query, field, sentence) => {
    const answer = await api.send('GET', `/notes${query}`, viewer);
    expect([answer.statusCode, answer.json().errors]).toEqual([422, { [field]: [sentence] }]);
  });
});

it('a project has at most 1,000 notes', async () => {
  const note = { date: '2026-01-05', text: 'x', createdAt: T0, updatedAt: T0 };
  for (let no = 0; no < 1000; no++) {
    const id = String(no).padStart(26, '0');
    await api.store.documents.put({ kind: 'note', owner: 'p1' as ProjectId, id }, null, note);
  }
  const sentence = 'The project has 1000 notes, which is the most it can have; delete one first.';
  expect((await create('2026-01-05', 'x')).errors).toEqual({ body: [sentence] });
  await api.send('DELETE', `/notes/${'0'.repeat(26)}`, editor);
  expect((await create('2026-01-05', 'x')).error).toBe(false);
});
