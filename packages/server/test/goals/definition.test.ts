import { type TSchema, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { expect, it } from 'vitest';
import { changeGoal, parseGoal, presentGoal } from '#goalpost/goals/definition.js';
import { GOAL_BODIES, GoalPatch, GoalResource } from '#goalpost/goals/goal-schemas.js';
import { makesNewVersion } from '#goalpost/matching/goal-changes.js';
import type { Goal, GoalDefinition } from '#goalpost/model/goal.js';
import type { GoalKey } from '#goalpost/model/ids.js';
import type { Fault } from '#goalpost/validation/faults.js';

const ORDER: GoalDefinition = {
  key: 'order' as GoalKey,
  name: 'Order placed',
  type: 'url',
  rule: { match: 'equals', pattern: '/thanks', on: 'path' },
  count: 'once',
  value: '49.00',
  currency: 'EUR',
  valueFrom: 'goal',
};

it.each<[string, unknown, unknown]>([
  [
    'a url goal with everything',
    { ...ORDER, rule: { match: 'glob', pattern: '/thanks/*', on: 'url' } },
    { ...ORDER, rule: { match: 'glob', pattern: '/thanks/*', on: 'url' } },
  ],
  [
    'a url goal with the required fields only',
    { key: 'o', name: 'O', type: 'url', rule: { match: 'prefix', pattern: '/' } },
    {
      ...{ key: 'o', name: 'O', type: 'url', rule: { match: 'prefix', pattern: '/', on: 'path' } },
      ...{ count: 'every', value: null, currency: null, valueFrom: 'event' },
    },
  ],
  [
    'a click goal, with null meaning absent',
    {
      ...{ key: 'buy', name: 'Buy', type: 'click', rule: { selector: 'a.buy', text: null, href: null } },
      ...{ count: null, value: null, currency: null },
    },
    {
      ...{ key: 'buy', name: 'Buy', type: 'click', rule: { selector: 'a.buy' } },
      ...{ count: 'every', value: null, currency: null, valueFrom: 'event' },
    },
  ],
  [
    'an event goal, ignoring unknown fields',
    {
      ...{ key: 'p', name: 'P', type: 'event', rule: { name: 'purchase', properties: { plan: 'pro' }, on: 'path' } },
      ...{ version: 7, matching: 'x' },
    },
    {
      ...{ key: 'p', name: 'P', type: 'event', rule: { name: 'purchase', properties: { plan: 'pro' } } },
      ...{ count: 'every', value: null, currency: null, valueFrom: 'event' },
    },
  ],
  [
    'an event goal without properties',
    { key: 'p', name: 'P', type: 'event', rule: { name: 'purchase', properties: null } },
    {
      ...{ key: 'p', name: 'P', type: 'event', rule: { name: 'purchase' } },
      ...{ count: 'every', value: null, currency: null, valueFrom: 'event' },
    },
  ],
])('reads %s', (_, body, goal) => {
  expect(parseGoal(body)).toEqual({ ok: true, goal });
});

it.each<[string, unknown, [string, string][]]>([
  ['nothing', undefined, [['body', 'The request body must be a JSON object; got nothing.']]],
  ['a list', [], [['body', 'The request body must be a JSON object; got a list of 0.']]],
  [
    'an empty object',
    {},
    [
      [
        'key',
        'The key field is required: it must be 1 to 63 lower-case letters, digits and hyphens, of which the first is not a hyphen.',
      ],
      ['name', 'The name field is required: it must be a name of 1 to 120 characters, not all of them white space.'],
      ['type', 'The type field is required: it must be url, click or event.'],
      ['rule', 'The rule field is required: it must be an object of the shape its type asks for.'],
    ],
  ],
  [
    'another type',
    { ...ORDER, type: 'toString' },
    [['type', 'The type field must be url, click or event; got "toString".']],
  ],
  [
    'a rule that is missing',
    { ...ORDER, rule: undefined },
    [['rule', 'The rule field is required: it must be an object with match and pattern.']],
  ],
  [
    'several faults at once',
    { ...ORDER, key: 'Order', name: '', count: 'twice', value: '1,00', currency: 'eur' },
    [
      [
        'key',
        'The key field must be 1 to 63 lower-case letters, digits and hyphens, of which the first is not a hyphen; got "Order".',
      ],
      ['name', 'The name field must be a name of 1 to 120 characters, not all of them white space; got "".'],
      ['count', 'The count field must be every or once; got "twice".'],
      [
        'value',
        'The value field must be a decimal string such as "49.00", with at most 12 digits before the point and 6 after it; got "1,00".',
      ],
      ['currency', 'The currency field must be a currency code of three capitals such as "EUR"; got "eur".'],
    ],
  ],
  [
    'a value that is a number',
    { ...ORDER, value: 49 },
    [
      [
        'value',
        'The value field must be a decimal string such as "49.00", with at most 12 digits before the point and 6 after it; got 49.',
      ],
    ],
  ],
  [
    'a value without a currency',
    { ...ORDER, currency: null },
    [['currency', 'The currency field is required when value is given: send both, or null for both.']],
  ],
  [
    'a currency without a value',
    { ...ORDER, value: undefined },
    [['value', 'The value field is required when currency is given: send both, or null for both.']],
  ],
])('refuses %s', (_, body, faults) => {
  expect(parseGoal(body)).toEqual({ ok: false, faults: faults.map(([path, sentence]): Fault => ({ path, sentence })) });
});

it.each(
  [
    ['0', '-0.5', '123456789012.123456', '49.00'].map((value) => [value, true] as const),
    ['', '.5', '5.', '1234567890123', '1.1234567', '1e3', '+1', '٣', '1\n'].map((value) => [value, false] as const),
  ].flat(),
)('a value of %j is accepted: %s', (value, accepted) => {
  expect(parseGoal({ ...ORDER, value }).ok).toBe(accepted);
});

it.each(
  [
    ['a', '0', 'a-b-', 'a'.repeat(63)].map((key) => [key, true] as const),
    ['', '-a', 'A', 'a_b', 'a:b', 'a'.repeat(64), 'ü', 'a\n'].map((key) => [key, false] as const),
  ].flat(),
)('a key of %j is accepted: %s', (key, accepted) => {
  expect(parseGoal({ ...ORDER, key }).ok).toBe(accepted);
});

it('counts the characters of a name, not its UTF-16 units, up to 120', () => {
  expect(['é'.repeat(120), '🛒'.repeat(120), 'a'.repeat(121)].map((name) => parseGoal({ ...ORDER, name }).ok)).toEqual([
    true,
    true,
    false,
  ]);
});

const TYPE_NEEDS_RULE =
  "The rule field is required when the type changes: it must be a rule of type click; the goal's is of type url.";

it.each<[string, unknown, Partial<Record<keyof GoalDefinition, unknown>>]>([
  ['nothing stays as it is', {}, {}],
  ['an unknown field changes nothing', { version: 9 }, {}],
  ['its own key changes nothing', { key: 'order' }, {}],
  ['a name', { name: 'Paid' }, { name: 'Paid' }],
  [
    'a rule as a whole',
    { rule: { match: 'prefix', pattern: '/paid' } },
    { rule: { match: 'prefix', pattern: '/paid', on: 'path' } },
  ],
  ['null keeps what cannot be cleared', { key: null, name: null, type: null, rule: null, count: null }, {}],
  [
    'null clears value and currency',
    { value: null, currency: null },
    { value: null, currency: null, valueFrom: 'event' },
  ],
  [
    'no value at all',
    { value: null, currency: null, value_from: 'none' },
    { value: null, currency: null, valueFrom: 'none' },
  ],
  ['a value alone keeps the currency', { value: '5' }, { value: '5' }],
  ['a type with its rule', { type: 'event', rule: { name: 'paid' } }, { type: 'event', rule: { name: 'paid' } }],
])('changes: %s', (_, patch, changed) => {
  expect(changeGoal(ORDER, patch)).toEqual({ ok: true, goal: { ...ORDER, ...changed } });
});

it.each<[string, unknown, string, string]>([
  ['a patch that is no object', 'name', 'body', 'The request body must be a JSON object; got "name".'],
  ['another key', { key: 'paid' }, 'key', 'The key field cannot be changed: it must be "order" or absent; got "paid".'],
  ['another type without a rule', { type: 'click' }, 'rule', TYPE_NEEDS_RULE],
  ['another type with a null rule', { type: 'click', rule: null }, 'rule', TYPE_NEEDS_RULE],
  [
    'another type with the rule of the old one',
    { type: 'event', rule: { match: 'prefix', pattern: '/paid' } },
    'rule.name',
    'The rule.name field is required: it must be the name of an event, 1 to 128 characters.',
  ],
  ['an unknown type', { type: 'view' }, 'type', 'The type field must be url, click or event; got "view".'],
  [
    'value cleared without currency',
    { value: null },
    'value',
    'The value field is required when currency is given: send both, or null for both.',
  ],
  [
    'a rule that does not compile',
    { rule: { match: 'regex', pattern: '(' } },
    'rule.pattern',
    'The rule.pattern field must be a regular expression in RE2 syntax, which has no lookaround and no backreferences (missing closing ): "("); got "(".',
  ],
])('does not change: %s', (_, patch, path, sentence) => {
  expect(changeGoal(ORDER, patch)).toEqual({ ok: false, faults: [{ path, sentence }] });
});

it.each<[string, object, boolean]>([
  ['nothing', {}, false],
  ['the name', { name: 'Paid' }, false],
  ['the value', { value: '5', currency: 'USD' }, false],
  ['the same rule written again', { rule: { pattern: '/thanks', match: 'equals', on: null } }, false],
  ['the counting mode', { count: 'every' }, true],
  ['the pattern', { rule: { match: 'equals', pattern: '/paid' } }, true],
  ['the part of the URL', { rule: { match: 'equals', pattern: '/thanks', on: 'url' } }, true],
  ['the type', { type: 'event', rule: { name: 'paid' } }, true],
])('a change of %s makes a new version: %s', (_, patch, expected) => {
  const changed = changeGoal(ORDER, patch);
  if (!changed.ok) throw new Error(JSON.stringify(changed.faults));
  expect(makesNewVersion(ORDER, changed.goal)).toBe(expected);
});

it('presents a goal by its resource schema, without internal fields', () => {
  const stored = {
    ...ORDER,
    version: 3,
    matching: { state: 'running', examined: 5, matched: 2, total: 9, resumeAt: 1 },
    goalNo: 12,
  };
  const resource = presentGoal(stored as Goal);
  expect(resource).toEqual({
    ...{ key: 'order', name: 'Order placed', type: 'url', rule: { match: 'equals', pattern: '/thanks', on: 'path' } },
    ...{ count: 'once', value: '49.00', currency: 'EUR', value_from: 'goal', version: 3 },
    matching: { state: 'running', examined: 5, matched: 2, total: 9 },
  });
  expect(Compile(GoalResource).Check(resource)).toBe(true);
});

type Described = TSchema & { readonly description?: string; readonly examples?: readonly unknown[] };
const bodies = [GOAL_BODIES.url, GOAL_BODIES.click, GOAL_BODIES.event];
const objects = [...bodies, ...bodies.map(({ properties }) => properties.rule), ...GoalResource.anyOf, GoalPatch];
const fields = objects.flatMap(({ properties }) => Object.entries(properties as Record<string, Described>));

it.each(fields)('the field %s has a description and valid examples', (name, schema) => {
  expect(schema.description).toEqual(expect.any(String));
  expect(schema.examples?.length).toBeGreaterThan(0);
  const validator = Compile(Type.Object({ [name]: schema }));
  expect(schema.examples?.filter((example) => !validator.Check({ [name]: example }))).toEqual([]);
});
