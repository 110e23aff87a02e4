import Type, { type Static } from 'typebox';
import type { TextTest } from '../../model/session.js';
import { type Fault, fault, isRecord } from '../../validation/faults.js';
import { optional } from '../../validation/schema.js';

/** Items of a list in a filter. */
export const ANY_OF_MAX = 100;
const TEXT_CHARACTERS_MAX = 2048;

const Text = Type.String({
  maxLength: TEXT_CHARACTERS_MAX,
  expected: `a text of at most ${TEXT_CHARACTERS_MAX} characters`,
});
const Texts = Type.Array(Text, { maxItems: ANY_OF_MAX, expected: `a list of at most ${ANY_OF_MAX} texts` });
const TextsOrNull = Type.Array(
  Type.Union([Text, Type.Null()], { expected: `a text of at most ${TEXT_CHARACTERS_MAX} characters, or null` }),
  { maxItems: ANY_OF_MAX, expected: `a list of at most ${ANY_OF_MAX} texts` },
);

/** The tests of a text by their names in the API. */
const TESTS = { is: 'is', is_not: 'isNot', contains: 'contains' } as const satisfies Record<string, keyof TextTest>;

const TextTestSchema = Type.Object(
  {
    is: optional(TextsOrNull, { description: 'One of these; null is a text that is not known.' }),
    is_not: optional(TextsOrNull, {
      description: 'None of these. A text that is not known passes unless null is listed.',
    }),
    contains: optional(TextsOrNull, { description: 'Has one of these in it; A to Z are the same as a to z.' }),
  },
  { expected: 'an object with lists of texts' },
);

const Either = Type.Union([Text, Texts, TextTestSchema], {
  expected: `a text, a list of at most ${ANY_OF_MAX} texts, or an object with "is", "is_not" or "contains"`,
});

/** A text, a list of texts, or tests. */
export const textFilter = (about: { readonly description?: string; readonly examples?: readonly unknown[] } = {}) =>
  optional(Either, {
    description: 'A text, a list of texts of which one must match, or an object with `is`, `is_not` or `contains`.',
    examples: ['Firefox'],
    ...about,
  });

export type GivenText = Static<typeof Either> | null | undefined;

/** Undefined when nothing is tested: an empty list is the same as none. */
export function textTest(given: GivenText): TextTest | undefined {
  if (given == null) return undefined;
  if (typeof given === 'string') return { is: [given] };
  if (Array.isArray(given)) return given.length > 0 ? { is: given } : undefined;
  const tests = Object.entries(TESTS).flatMap(([name, test]) => {
    const list = given[name as keyof typeof TESTS];
    return list && list.length > 0 ? [[test, list] as const] : [];
  });
  return tests.length > 0 ? (Object.fromEntries(tests) as TextTest) : undefined;
}

/** Unknown tests are refused: ignoring one would let too much through. */
export function unknownTests(field: string, given: GivenText): Fault[] {
  if (!isRecord(given)) return [];
  return Object.keys(given)
    .filter((name) => !(name in TESTS))
    .map((name) =>
      fault(`${field}.${name}`, 'no_test', { field: `${field}.${name}`, tests: Object.keys(TESTS).join(', ') }),
    );
}
