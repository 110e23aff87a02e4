import Type from 'typebox';
import { ABILITIES, RATE_LIMIT_DEFAULT, RATE_LIMIT_MAX, VALID_DAYS_MAX } from '../model/token.js';
import { nullable } from '../validation/rule-schemas.js';

export const TOKEN_NAME_CHARACTERS_MAX = 120;

const time = (description: string, example: string | null) =>
  nullable(Type.String({ format: 'date-time', description, examples: [example] }));

const name = () =>
  nullable(
    Type.String({
      description: 'A note on what it is for.',
      examples: ['Weekly report'],
      maxLength: TOKEN_NAME_CHARACTERS_MAX,
      expected: `a text of at most ${TOKEN_NAME_CHARACTERS_MAX} characters`,
    }),
  );

const ability = Type.Enum([...ABILITIES], {
  type: 'string',
  examples: ['conversions:read'],
  expected: `one of ${ABILITIES.join(', ')}`,
});

const rateLimit = {
  description: 'Requests per minute.',
  examples: [RATE_LIMIT_DEFAULT],
  minimum: 1,
  maximum: RATE_LIMIT_MAX,
  expected: `an integer from 1 to ${RATE_LIMIT_MAX}`,
};

const described = {
  id: Type.String({ description: 'Id of the token.', examples: ['01KE0A9V3M3Y5Q8ZB7W6T1R2S4'] }),
  name: name(),
  abilities: Type.Array(ability, { description: 'What it may do.' }),
  rate_limit: Type.Integer(rateLimit),
  created_at: Type.String({ format: 'date-time', description: 'UTC.', examples: ['2026-01-03T10:00:00.000Z'] }),
  expires_at: time('UTC; null: never.', null),
};

export const TokenResource = Type.Object(
  {
    ...described,
    revoked_at: time('UTC; null: it is not revoked.', null),
    last_used_at: time('UTC, to the minute; null: never.', '2026-01-31T09:00:00.000Z'),
  },
  { title: 'Token', description: 'A token of the project, without its secret.' },
);

export const NewTokenResource = Type.Object(
  {
    ...described,
    token: Type.String({
      description: 'What follows `Bearer`. Store it now: it is not shown again.',
      examples: ['gp_01KE0A9V3M3Y5Q8ZB7W6T1R2S4_Zk2v8sJq0nB4xW6yT1rE3uI5oP7aS9dF2gH4jK6lM8c'],
    }),
  },
  { title: 'NewToken', description: 'A token that was created.' },
);

export const TokenBody = Type.Object(
  {
    abilities: Type.Array(ability, {
      description: 'What it may do: nothing that you may not do.',
      minItems: 1,
      maxItems: ABILITIES.length,
      expected: `a list of 1 to ${ABILITIES.length}`,
    }),
    name: Type.Optional(name()),
    rate_limit: Type.Optional(nullable(Type.Integer({ ...rateLimit, default: RATE_LIMIT_DEFAULT }))),
    expires_in_days: Type.Optional(
      nullable(
        Type.Integer({
          description: 'Days until it expires. Default: never.',
          examples: [365],
          minimum: 1,
          maximum: VALID_DAYS_MAX,
          expected: `an integer from 1 to ${VALID_DAYS_MAX}`,
        }),
      ),
    ),
  },
  { title: 'TokenRequest', description: 'A token to create. null is the same as absent; unknown fields are ignored.' },
);
