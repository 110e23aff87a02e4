import Type, { type Static } from 'typebox';
import { CONVERSION_TYPES, type ConversionType } from '../../model/conversion.js';
import { ORIGINS } from '../../model/event.js';
import { type GoalKey, ID_PATTERNS } from '../../model/ids.js';
import { type ConversionTest, SESSION_TEXTS, type SessionFilters, type SessionText } from '../../model/session.js';
import { type Fault, fault } from '../../validation/faults.js';
import { optional } from '../../validation/schema.js';
import { ANY_OF_MAX, type GivenText, textFilter, textTest, unknownTests } from './text-test.js';

const GoalKeyText = Type.String({ pattern: ID_PATTERNS.goal, expected: 'the key of a goal such as "order-placed"' });

export const goalKeys = (description: string) =>
  optional(
    Type.Union([GoalKeyText, Type.Array(GoalKeyText, { maxItems: ANY_OF_MAX, expected: 'a list of goal keys' })], {
      expected: `the key of a goal, or a list of at most ${ANY_OF_MAX} keys`,
    }),
    { description, examples: [['order-placed']] },
  );

const TYPES = CONVERSION_TYPES.map((type) => `"${type}"`).join(', ');

export const conversionTypes = (description: string) =>
  optional(
    Type.Array(Type.Enum([...CONVERSION_TYPES], { type: 'string', expected: `one of ${TYPES}` }), {
      expected: `a list of ${TYPES}`,
    }),
    { description, examples: [['url']] },
  );

export const origin = (description: string) =>
  optional(Type.Enum([...ORIGINS], { type: 'string', expected: '"public" or "trusted"' }), {
    description,
    examples: ['trusted'],
  });

const textFilters = Object.fromEntries(SESSION_TEXTS.map((field) => [field, textFilter()])) as Record<
  SessionText,
  ReturnType<typeof textFilter>
>;

/** The fields of filters of sessions, which lists and reports share. */
export const filterFields = {
  ...textFilters,
  goals: goalKeys('Sessions with a conversion of at least one of these goals.'),
  converted: optional(
    Type.Union([Type.Boolean(), Type.Enum(['yes', 'no'], { type: 'string' })], { expected: 'true or false' }),
    {
      description: 'Sessions with a conversion, or sessions without one. "yes" and "no" mean the same.',
      examples: [true],
    },
  ),
  origin: origin(
    'Sessions with an event of this origin: "trusted" if it was sent with a token or imported, "public" if the site key was enough.',
  ),
  conversion_types: conversionTypes(
    'Sessions with a conversion of one of these types. `goals`, `conversion_types`, `conversion_origin` and `page` describe one conversion together.',
  ),
  conversion_origin: origin('Sessions with a conversion of this origin.'),
  page: textFilter({
    description: 'Sessions with a conversion on one of these pages, by path: a text, a list, or tests as above.',
    examples: ['/thanks'],
  }),
};

const Filters = Type.Object(filterFields);
type GivenFilters = Static<typeof Filters>;

/** Reads filters that the schema accepts. */
export function toFilters(given: GivenFilters | null | undefined): SessionFilters {
  const texts = SESSION_TEXTS.flatMap((field) => {
    const test = textTest(given?.[field]);
    return test ? [[field, test] as const] : [];
  });
  const converted = given?.converted;
  return {
    texts: Object.fromEntries(texts),
    converted: converted == null ? undefined : converted === true || converted === 'yes',
    origin: given?.origin ?? undefined,
    conversion: toConversionTest(given),
  };
}

function toConversionTest(given: GivenFilters | null | undefined): ConversionTest | undefined {
  const test = {
    goals: keysIn(given?.goals) ?? undefined,
    types: typesIn(given?.conversion_types) ?? undefined,
    origin: given?.conversion_origin ?? undefined,
    page: textTest(given?.page),
  };
  return Object.values(test).some((part) => part !== undefined) ? test : undefined;
}

/** Null for all goals: an empty list is the same as none. */
export function keysIn(given: string | readonly string[] | null | undefined): readonly GoalKey[] | null {
  if (given == null || given.length === 0) return null;
  return (typeof given === 'string' ? [given] : given) as readonly GoalKey[];
}

/** Null for all types. */
export function typesIn(given: readonly ConversionType[] | null | undefined): readonly ConversionType[] | null {
  return given == null || given.length === 0 ? null : given;
}

/** Unknown filters are refused: ignoring one would return too many sessions. `known`: the names of all filters. */
export function unknownFilters(given: object | null | undefined, known: readonly string[]): Fault[] {
  return Object.entries(given ?? {}).flatMap(([name, value]) =>
    known.includes(name)
      ? TEXT_FIELDS.includes(name)
        ? unknownTests(`filters.${name}`, value as GivenText)
        : []
      : [fault(`filters.${name}`, 'no_filter', { name, filters: known.join(', ') })],
  );
}

const TEXT_FIELDS: readonly string[] = [...SESSION_TEXTS, 'page'];
