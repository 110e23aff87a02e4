import { describe, expect, it } from 'vitest';
import type { GoalKey, ProjectId } from '#goalpost/model/ids.js';
import { SNAPSHOT_KEPT_MS } from '#goalpost/store/store.js';
import { useApi } from '../../support/api.js';
import { urlGoal, visit } from '../../support/builders.js';

const api = useApi();

const SESSION_ID =
  'a session id (1 to 64 of A-Z, a-z, 0-9, ".", "_", "-") or an integer from 0 to 9007199254740991 (send a larger one as a string)';
const LIST = 'a list of 1 to 1000 session ids';

const faults = async (body: unknown) => {
  const answer = await api.ask(body, await api.issue());
  expect(answer.statusCode).toBe(422);
  expect(answer.headers).toMatchObject({ 'x-ratelimit-limit': '100000' });
  expect(Object.keys(answer.json())).toEqual(['message', 'errors']);
  return answer.json();
};

describe('a faulty body is refused with a sentence for each field:', () => {
  it.each<[unknown, string, string]>([
    [{}, 'session_ids', `The session_ids field is required: it must be ${LIST}.`],
    [{ session_ids: null }, 'session_ids', `The session_ids field must be ${LIST}; got null.`],
    [{ session_ids: 1 }, 'session_ids', `The session_ids field must be ${LIST}; got 1.`],
    [{ session_ids: {} }, 'session_ids', `The session_ids field must be ${LIST}; got an object.`],
    [{ session_ids: [] }, 'session_ids', `The session_ids field must be ${LIST}; got a list of 0.`],
    [{ session_ids: Array(1001).fill(1) }, 'session_ids', `The session_ids field must be ${LIST}; got a list of 1001.`],
    [{ session_ids: [''] }, 'session_ids.0', `The session_ids.0 field must be ${SESSION_ID}; got "".`],
    [{ session_ids: [1, 'a b'] }, 'session_ids.1', `The session_ids.1 field must be ${SESSION_ID}; got "a b".`],
    [{ session_ids: ['1\n'] }, 'session_ids.0', `The session_ids.0 field must be ${SESSION_ID}; got "1\\n".`],
    [
      { session_ids: ['x'.repeat(65)] },
      'session_ids.0',
      `The session_ids.0 field must be ${SESSION_ID}; got "${'x'.repeat(65)}".`,
    ],
    [{ session_ids: [-1] }, 'session_ids.0', `The session_ids.0 field must be ${SESSION_ID}; got -1.`],
    [{ session_ids: [1.5] }, 'session_ids.0', `The session_ids.0 field must be ${SESSION_ID}; got 1.5.`],
    [
      '{"session_ids":[9007199254740993]}',
      'session_ids.0',
      `The session_ids.0 field must be ${SESSION_ID}; got 9007199254740992.`,
    ],
    [{ session_ids: [null] }, 'session_ids.0', `The session_ids.0 field must be ${SESSION_ID}; got null.`],
    [{ session_ids: [[1]] }, 'session_ids.0', `The session_ids.0 field must be ${SESSION_ID}; got a list of 1.`],
    [{ session_ids: [1], key: 'sum' }, 'key', 'The key field must be "list" or "count"; got "sum".'],
    [
      { session_ids: [1], start_date: 5 },
      'start_date',
      'The start_date field must be a date such as "2026-01-31", "2026-01-31 23:59:59" or "2026-01-31T23:59:59+01:00"; got 5.',
    ],
    [
      { session_ids: [1], conversion_types: 'url' },
      'conversion_types',
      'The conversion_types field must be a list of at most 100 of "click", "url" and "event"; got "url".',
    ],
    [
      { session_ids: [1], conversion_types: ['url', 'URL'] },
      'conversion_types.1',
      'The conversion_types.1 field must be "click", "url" or "event"; got "URL".',
    ],
    [{ session_ids: [1], expand: 1 }, 'expand', 'The expand field must be true or false; got 1.'],
    [{ session_ids: [1], limit: 0 }, 'limit', 'The limit field must be an integer from 1 to 10000; got 0.'],
    [{ session_ids: [1], limit: 10_001 }, 'limit', 'The limit field must be an integer from 1 to 10000; got 10001.'],
    [{ session_ids: [1], limit: '5' }, 'limit', 'The limit field must be an integer from 1 to 10000; got "5".'],
    [
      { session_ids: [1], cursor: 'nonsense' },
      'cursor',
      'The cursor field must be the next_cursor of an earlier answer.',
    ],
    [
      { session_ids: [1], key: 'count', limit: 5 },
      'limit',
      'The limit field goes with the key "list"; a count has one entry a session id.',
    ],
    [[], 'body', 'The request body must be a JSON object; got a list of 0.'],
    ['null', 'body', 'The request body must be a JSON object; got null.'],
    ['"text"', 'body', 'The request body must be a JSON object; got "text".'],
    ['', 'body', 'The request body must be a JSON object; it cannot be read as JSON: it is empty.'],
    [
      `{"session_ids":[1],"x":${'['.repeat(1000)}${']'.repeat(1000)}}`,
      'body',
      'The request body must not be nested deeper than 32 levels.',
    ],
    [
      `{"session_ids":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
      'body',
      'The request body must not be nested deeper than 32 levels.',
    ],
  ])('%j', async (body, field, sentence) => {
    expect(await faults(body)).toEqual({ message: sentence, errors: { [field]: [sentence] } });
  });

  it.each([
    [{ start_date: '2026-02-30' }, 'start_date'],
    [{ end_date: 'yesterday' }, 'end_date'],
    [{ start_date: '2026-01-02', end_date: '2026-01-01' }, 'end_date'],
  ])('%j', async (dates, field) => {
    const { message, errors } = await faults({ session_ids: [1], ...dates });
    expect(Object.keys(errors)).toEqual([field]);
    expect(errors[field]).toEqual([message]);
    expect(message).toContain(`The ${field} field must`);
  });

  it('JSON cut off in the middle', async () => {
    const { errors } = await faults('{"session_ids": [1');
    expect(errors.body).toHaveLength(1);
    expect(errors.body[0]).toMatch(/^The request body must be a JSON object; it cannot be read as JSON: .+\.$/);
  });

  it('a body that is missing altogether', async () => {
    const answer = await api.app.inject({
      method: 'POST',
      url: '/api/services/analytics/v1/sessions/get-conversions',
      headers: { authorization: `Bearer ${await api.issue()}` },
    });
    expect(answer.json().errors).toEqual({ body: ['The request body must be a JSON object; got nothing.'] });
  });
});

it('message is the first sentence, and says how many more there are', async () => {
  const one = await faults({ session_ids: ['?'], key: 'x' });
  expect(one.message).toBe('The key field must be "list" or "count"; got "x". (and 1 more error)');
  const two = await faults({ session_ids: ['?', '!'], key: 'x' });
  expect(two.message).toBe('The key field must be "list" or "count"; got "x". (and 2 more errors)');
  expect(Object.keys(two.errors)).toEqual(['key', 'session_ids.0', 'session_ids.1']);
});

it('no more than 100 faults are listed', async () => {
  const { errors } = await faults({ session_ids: Array(1000).fill('?') });
  expect(Object.keys(errors)).toHaveLength(100);
});

it('a cursor expires once what it holds to has been cleared away', async () => {
  const p1 = 'p1' as ProjectId;
  await api.store.goals.create(p1, urlGoal('/', { key: 'a' }));
  await api.record(visit('/', { id: 'e1' }), visit('/', { id: 'e2' }));
  const token = await api.issue();
  const { next_cursor } = (await api.ask({ session_ids: [1], limit: 1 }, token)).json();
  await api.store.goals.remove(p1, 'a' as GoalKey);
  expect((await api.ask({ session_ids: [1], limit: 1, cursor: next_cursor }, token)).json().data).toEqual([
    '1:url:a:e2',
  ]);
  api.now += SNAPSHOT_KEPT_MS;
  await api.finishWork();
  const { errors } = await faults({ session_ids: [1], limit: 1, cursor: next_cursor });
  expect(errors).toEqual({
    cursor: ['The cursor has expired, because a goal of the project changed since; start again without it.'],
  });
});
