import fc from 'fast-check';
import { type TSchema, Type } from 'typebox';
import { describe, expect, it } from 'vitest';
import { getConversionsBody } from '#goalpost/conversions/request.js';
import { GOAL_BODIES } from '#goalpost/goals/goal-schemas.js';
import type { Fault } from '#goalpost/validation/faults.js';
import { type Checker, checker, optional } from '#goalpost/validation/schema.js';

const Order = checker(
  Type.Object({
    id: Type.String({ pattern: '^[a-z]+$', expected: 'lower-case letters' }),
    count: optional(Type.Integer({ minimum: 1, expected: 'a whole number from 1' }), {}),
    lines: Type.Array(
      Type.Object({ sku: Type.String({ expected: 'a text' }), tags: optional(tags(), {}) }, { expected: 'a line' }),
      { minItems: 1, maxItems: 3, expected: 'a list of 1 to 3 lines' },
    ),
  }),
);

function faultsOf<S extends TSchema>({ check }: Checker<S>, value: unknown): readonly Fault[] {
  const checked = check(value);
  return checked.ok ? [] : checked.faults;
}

function tags() {
  return Type.Array(Type.String({ expected: 'a tag' }), { maxItems: 200, expected: 'a list of at most 200 tags' });
}

const RIGHT = { id: 'a', count: 2, lines: [{ sku: 'x', tags: ['y'] }] };

describe('accepts valid values, without faults:', () => {
  it.each([
    [RIGHT],
    [{ ...RIGHT, count: null }],
    [{ id: 'a', lines: RIGHT.lines }],
    [{ ...RIGHT, unknown: 1 }],
    [{ ...RIGHT, lines: [{ sku: 'x', tags: null }] }],
  ])('%j', (value) => {
    expect(Order.check(value)).toEqual({ ok: true, value });
  });
});

describe('reports each fault with its path and the expected value:', () => {
  it.each<[unknown, [path: string, sentence: string][]]>([
    [undefined, [['body', 'The request body must be a JSON object; got nothing.']]],
    [[], [['body', 'The request body must be a JSON object; got a list of 0.']]],
    [{ ...RIGHT, id: 1 }, [['id', 'The id field must be lower-case letters; got 1.']]],
    [{ ...RIGHT, id: undefined }, [['id', 'The id field is required: it must be lower-case letters.']]],
    [{ ...RIGHT, id: null }, [['id', 'The id field must be lower-case letters; got null.']]],
    [{ ...RIGHT, count: 0 }, [['count', 'The count field must be a whole number from 1; got 0.']]],
    [{ ...RIGHT, lines: {} }, [['lines', 'The lines field must be a list of 1 to 3 lines; got an object.']]],
    [{ ...RIGHT, lines: [] }, [['lines', 'The lines field must be a list of 1 to 3 lines; got a list of 0.']]],
    [{ ...RIGHT, lines: [1] }, [['lines.0', 'The lines.0 field must be a line; got 1.']]],
    [
      { ...RIGHT, lines: [{ sku: 'x' }, { sku: 'x', tags: ['y', 2] }] },
      [['lines.1.tags.1', 'The lines.1.tags.1 field must be a tag; got 2.']],
    ],
    [
      { ...RIGHT, lines: [{ sku: 'x', tags: 'y' }] },
      [['lines.0.tags', 'The lines.0.tags field must be a list of at most 200 tags; got "y".']],
    ],
    [
      { ...RIGHT, lines: Array(4).fill(1) },
      [['lines', 'The lines field must be a list of 1 to 3 lines; got a list of 4.']],
    ],
  ])('%j', (value, faults) => {
    expect(faultsOf(Order, value)).toEqual(faults.map(([path, sentence]) => ({ path, sentence })));
  });

  it('in the order of the fields of the schema, not of the value', () => {
    const paths = faultsOf(Order, { lines: [{ tags: [1] }, 2], unknown: 3, count: 'x' }).map(({ path }) => path);
    expect(paths).toEqual(['id', 'count', 'lines.0.sku', 'lines.0.tags.0', 'lines.1']);
  });

  it('a list as a whole', () => {
    expect(faultsOf(checker(tags()), [1])).toEqual([{ path: '0', sentence: 'The 0 field must be a tag; got 1.' }]);
  });
});

it('lists at most 100 faults', () => {
  const faults = faultsOf(Order, { ...RIGHT, lines: [{ sku: 'x', tags: Array(200).fill(1) }] });
  expect(faults.map(({ path }) => path)).toEqual(Array.from({ length: 100 }, (_, index) => `lines.0.tags.${index}`));
});

describe('refused values have at least one fault, and each is a whole sentence:', () => {
  const nearly = fc.record(
    {
      id: fc.oneof(fc.constantFrom('a', 'A', ''), fc.jsonValue()),
      count: fc.oneof(fc.constantFrom(null, 1, 0, 1.5), fc.jsonValue()),
      lines: fc.oneof(
        fc.array(
          fc.oneof(fc.record({ sku: fc.oneof(fc.string(), fc.jsonValue()), tags: fc.jsonValue() }), fc.jsonValue()),
          { maxLength: 4 },
        ),
        fc.jsonValue(),
      ),
      key: fc.oneof(fc.constantFrom('list', 'count', 'thanks'), fc.jsonValue()),
      name: fc.oneof(fc.string(), fc.jsonValue()),
      type: fc.constantFrom('url', 'click', 'event', 1),
      rule: fc.oneof(fc.record({ match: fc.constantFrom('prefix', 'x'), pattern: fc.string() }), fc.jsonValue()),
      session_ids: fc.oneof(fc.array(fc.oneof(fc.nat(), fc.string(), fc.jsonValue())), fc.jsonValue()),
      conversion_types: fc.oneof(fc.array(fc.constantFrom('url', 'click', 'x')), fc.jsonValue()),
    },
    { requiredKeys: [] },
  );
  it.each<[string, TSchema]>([
    ['an order', Order.schema],
    ['a request', getConversionsBody.schema],
    ['a goal on visits', GOAL_BODIES.url],
    ['a goal on clicks', GOAL_BODIES.click],
    ['a goal on custom events', GOAL_BODIES.event],
  ])('%s', (_title, schema) => {
    const one = checker(schema);
    fc.assert(
      fc.property(fc.oneof(nearly, fc.jsonValue()), (value) => {
        const checked = one.check(value);
        if (checked.ok) return;
        const found = checked.faults;
        expect(found.length).toBeGreaterThan(0);
        for (const { path, sentence } of found) {
          expect(path).not.toBe('');
          expect(sentence).toMatch(/^The .+ (must be|is required: it must be) .+\.$/s);
          expect(sentence).not.toContain('undefined');
        }
      }),
      { numRuns: 500 },
    );
  });
});

it('a check that gives another answer the second time still leads to a fault', () => {
  let calls = 0;
  const Fickle = Type.Object({
    url: Type.Refine(Type.String({ expected: 'a URL' }), () => calls++ > 0),
  });
  expect(faultsOf(checker(Fickle), { url: 'x' })).toEqual([
    { path: 'body', sentence: 'The request body must be a JSON object; got an object.' },
  ]);
});
