import { type Static, type TSchema, type TUnsafe, Type } from 'typebox';
import { PATTERN_CHARACTERS_MAX, SELECTOR_CHARACTERS_MAX, TEXT_MATCHES, URL_PARTS } from '../model/goal.js';

const TEXT_CHARACTERS_MAX = 1024;
/** The same limit as for an event's name. */
const NAME_CHARACTERS_MAX = 128;
const PROPERTIES_MAX = 20;

const textRule = {
  match: Type.Enum([...TEXT_MATCHES], {
    type: 'string',
    description:
      'How the pattern is compared. `equals`, `prefix` and `contains` take it literally; in a `glob`, `*` stands for anything but "/" and `**` for anything; a `regex` is in RE2 syntax and may match anywhere unless anchored.',
    examples: ['prefix'],
    expected: 'equals, prefix, contains, glob or regex',
  }),
  pattern: Type.String({
    description: `The text to compare with: 1 to ${PATTERN_CHARACTERS_MAX} characters, case-sensitive.`,
    examples: ['/thanks'],
    minLength: 1,
    maxLength: PATTERN_CHARACTERS_MAX,
    expected: `a pattern of 1 to ${PATTERN_CHARACTERS_MAX} characters`,
  }),
};

export const UrlRuleSchema = Type.Object(
  {
    ...textRule,
    on: Type.Optional(
      nullable(
        Type.Enum([...URL_PARTS], {
          type: 'string',
          description:
            'Which part of the URL of a visit is compared: its path, its path with the query, or all of it (of a visit known by its path alone: path, query and fragment).',
          examples: ['path'],
          default: 'path',
          expected: 'path, path_query or url',
        }),
      ),
    ),
  },
  {
    title: 'UrlRule',
    description: 'Matches visits by their URL.',
    examples: [{ match: 'prefix', pattern: '/thanks', on: 'path' }],
    expected: 'an object with match and pattern',
  },
);

export const ClickRuleSchema = Type.Object(
  {
    selector: Type.Optional(
      nullable(
        Type.String({
          description:
            'CSS selector that the clicked element, or one around it, matches. Refused when it depends on more than those elements: siblings, content, states.',
          examples: ['a.buy'],
          minLength: 1,
          maxLength: SELECTOR_CHARACTERS_MAX,
          expected: `a CSS selector of 1 to ${SELECTOR_CHARACTERS_MAX} characters`,
        }),
      ),
    ),
    text: Type.Optional(
      nullable(
        Type.String({
          description:
            'The whole text of the clicked element. White space at its ends does not count, and any run of it counts as one space.',
          examples: ['Buy now'],
          pattern: '\\S',
          maxLength: TEXT_CHARACTERS_MAX,
          expected: `a text of 1 to ${TEXT_CHARACTERS_MAX} characters, not all of them white space`,
        }),
      ),
    ),
    href: Type.Optional(
      nullable(
        Type.Object(textRule, {
          description: 'Compared with the target of the clicked link.',
          examples: [{ match: 'prefix', pattern: 'https://pay.example/' }],
          expected: 'an object with match and pattern',
        }),
      ),
    ),
  },
  {
    title: 'ClickRule',
    description: 'Matches clicks that meet all given fields; at least one of the three is required.',
    examples: [{ selector: 'a.buy', text: 'Buy now' }],
    expected: 'an object with at least one of selector, text and href',
  },
);

export const EventRuleSchema = Type.Object(
  {
    name: Type.String({
      description: 'The name of the custom event, exactly.',
      examples: ['purchase'],
      minLength: 1,
      maxLength: NAME_CHARACTERS_MAX,
      expected: `the name of an event, 1 to ${NAME_CHARACTERS_MAX} characters`,
    }),
    properties: Type.Optional(
      nullable(
        Type.Record(
          Type.String({ pattern: `^[\\s\\S]{1,${NAME_CHARACTERS_MAX}}$` }),
          Type.Union([Type.String({ maxLength: PATTERN_CHARACTERS_MAX }), Type.Number(), Type.Boolean(), Type.Null()]),
          {
            description: `Up to ${PROPERTIES_MAX} properties the event must have with exactly these values; "1" and 1 differ.`,
            examples: [{ plan: 'pro' }],
            maxProperties: PROPERTIES_MAX,
            additionalProperties: false,
            expected: `an object of at most ${PROPERTIES_MAX} properties, each with a name of 1 to ${NAME_CHARACTERS_MAX} characters and a value that is a string of at most ${PATTERN_CHARACTERS_MAX} characters, a number, true, false or null`,
          },
        ),
      ),
    ),
  },
  {
    title: 'EventRule',
    description: 'Matches custom events with this name and these properties.',
    examples: [{ name: 'purchase', properties: { plan: 'pro' } }],
    expected: 'an object with name',
  },
);

/** Allows null in addition to the schema: its `type` becomes a list, as in JSON Schema 2020-12 and OpenAPI 3.1. */
export function nullable<S extends TSchema>(
  schema: S & ({ readonly type: string } | { readonly enum: readonly string[] }),
): TUnsafe<Static<S> | null> {
  const widened =
    'enum' in schema ? { type: ['string', 'null'], enum: [...schema.enum, null] } : { type: [schema.type, 'null'] };
  return Type.Unsafe<Static<S> | null>(Object.assign(schema, widened));
}
