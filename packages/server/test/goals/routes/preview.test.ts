import { beforeEach, describe, expect, it } from 'vitest';
import type { ProjectId } from '#goalpost/model/ids.js';
import { ABILITIES } from '#goalpost/model/token.js';
import { useSharedApi } from '../../support/api.js';
import { click, customEvent, T0, visit } from '../../support/builders.js';

const api = useSharedApi();
let token: string;
const preview = (body: unknown) => api.send('POST', '/goals/preview', token, body);
const THANKS = { type: 'url', rule: { match: 'prefix', pattern: '/thanks' } };

beforeEach(async () => {
  token = await api.issue({ abilities: ['goals:write'] });
});

describe('200', () => {
  beforeEach(() =>
    api.record(
      visit('/thanks?x=1', { sessionId: 'a', id: 'e1' }),
      visit('/thanks', { sessionId: 'a', id: 'e2', at: T0 + 86_400_000 }),
      visit('/', { sessionId: 'b', id: 'e1' }),
      click([{ tag: 'a', classes: ['buy'] }], { sessionId: 'b', id: 'e2', text: 'Buy', href: '/cart' }),
      customEvent('purchase', { sessionId: 'b', id: 'e3' }),
    ),
  );

  it('counts what the rule would have matched, with examples, and stores nothing', async () => {
    expect((await preview(THANKS)).json()).toEqual({
      error: false,
      data: {
        examined: 3,
        matched: 2,
        sessions: 1,
        days: [
          { date: '2026-01-03', matched: 1 },
          { date: '2026-01-04', matched: 1 },
        ],
        complete: true,
        examples: [
          {
            session_id: 'a',
            event_id: 'e1',
            occurred_at: '2026-01-03T10:00:00.000Z',
            origin: 'trusted',
            url: '/thanks?x=1',
            text: null,
            href: null,
            name: null,
          },
          {
            session_id: 'a',
            event_id: 'e2',
            occurred_at: '2026-01-04T10:00:00.000Z',
            origin: 'trusted',
            url: '/thanks',
            text: null,
            href: null,
            name: null,
          },
        ],
        warnings: [],
      },
    });
    expect(await api.store.goals.list('p1' as ProjectId)).toEqual([]);
  });

  it.each<[string, object, object]>([
    ['a whole goal, as sent to create it', { ...THANKS, key: 'thanks', name: 'Thanks', count: 'once' }, { matched: 2 }],
    ['a period', { ...THANKS, start_date: '2026-01-04', end_date: '2026-01-04' }, { examined: 1, matched: 1 }],
    [
      'clicks',
      { type: 'click', rule: { selector: '.buy' } },
      { examined: 1, matched: 1, examples: [{ text: 'Buy', href: '/cart' }] },
    ],
    ['custom events', { type: 'event', rule: { name: 'purchase' } }, { matched: 1, examples: [{ name: 'purchase' }] }],
    [
      'a warning when nothing matches',
      { type: 'url', rule: { match: 'equals', pattern: '/thank' } },
      { matched: 0, warnings: ['The rule matches none of the 3 visits that were examined.'] },
    ],
    [
      'a warning when there is nothing to match',
      { ...THANKS, end_date: '2020-01-01' },
      { examined: 0, warnings: ['There are no visits in the period to try the rule on.'] },
    ],
  ])('%s', async (_title, body, data) => {
    expect((await preview(body)).json().data).toMatchObject(data);
  });

  it('a warning when a selector is too broad', async () => {
    const many = Array.from({ length: 20 }, (_, n) =>
      click([{ tag: n < 14 ? 'a' : 'button' }, { tag: 'body' }], { sessionId: 'c', id: `c${n}` }),
    );
    await api.record(...many);
    const warnings = async (selector: string) =>
      (await preview({ type: 'click', rule: { selector } })).json().data.warnings;
    expect(await warnings('body')).toEqual([
      'The rule matches 95 % of all clicks that were examined; is it too broad?',
    ]);
    expect(await warnings('button')).toEqual([]);
  });

  it('ten examples, however many match', async () => {
    await api.record(...Array.from({ length: 30 }, (_, n) => visit('/thanks', { sessionId: `s${n}` })));
    const { data } = (await preview(THANKS)).json();
    expect(data).toMatchObject({ matched: 32, sessions: 31 });
    expect(data.examples).toHaveLength(10);
  });
});

it('403: needs the ability goals:write, because it shows stored events to those who create goals', async () => {
  token = await api.issue({ abilities: ABILITIES.filter((ability) => ability !== 'goals:write') });
  expect((await preview(THANKS)).json().message).toBe('This token lacks the ability goals:write.');
});

it.each<[unknown, Record<string, string>]>([
  [[], { body: 'The request body must be a JSON object; got a list of 0.' }],
  [
    {},
    {
      type: 'The type field is required: it must be url, click or event.',
      rule: 'The rule field is required: it must be an object of the shape its type asks for.',
    },
  ],
  [
    { type: 'click', rule: {} },
    { rule: 'The rule field must be an object with at least one of selector, text and href; got none.' },
  ],
  [
    { type: 'click', rule: { selector: 'a:hover' }, end_date: 5 },
    {
      'rule.selector': expect.stringContaining('The rule.selector field must be ') as never,
      end_date:
        'The end_date field must be a date such as "2026-01-31", "2026-01-31 23:59:59" or "2026-01-31T23:59:59+01:00"; got 5.',
    },
  ],
  [
    { ...THANKS, start_date: '2026-01-02', end_date: '2026-01-01' },
    { end_date: 'The end_date field must not lie before start_date: write "2026-01-02" or later; got "2026-01-01".' },
  ],
])('422: %j', async (body, errors) => {
  const answer = await preview(body);
  expect(answer.statusCode).toBe(422);
  const expected = Object.fromEntries(Object.entries(errors).map(([field, sentence]) => [field, [sentence]]));
  expect(answer.json().errors).toEqual(expected);
});
