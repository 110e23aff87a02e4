import Type from 'typebox';
import { SHARE_NAME_CHARACTERS_MAX } from '../model/accounts/share-link.js';
import { VALID_DAYS_MAX } from '../model/token.js';
import { nullable } from '../validation/rule-schemas.js';
import { checker, optional } from '../validation/schema.js';

const name = Type.String({
  maxLength: SHARE_NAME_CHARACTERS_MAX,
  expected: `a text of at most ${SHARE_NAME_CHARACTERS_MAX} characters`,
});

export const ShareLinkBody = checker(
  Type.Object(
    {
      name: optional(name, { description: 'A note on whom it is for.', examples: ['The board'] }),
      password: optional(Type.String({ expected: 'a text' }), {
        description: 'What people have to type to see the reports, of 12 to 256 characters; null: the link is enough.',
        examples: ['correct horse battery staple'],
      }),
      expires_in_days: optional(
        Type.Integer({ minimum: 1, maximum: VALID_DAYS_MAX, expected: `an integer from 1 to ${VALID_DAYS_MAX}` }),
        { description: 'Days until it expires; null: never.', examples: [30] },
      ),
    },
    { title: 'CreateShareLinkRequest' },
  ),
);

const described = {
  id: Type.String({ description: 'Id of the share link.', examples: ['01KE0A9V3M3Y5Q8ZB7W6T1R2S9'] }),
  name: nullable(Type.String({ description: 'A note on whom it is for.', examples: ['The board'] })),
  has_password: Type.Boolean({ description: 'Whether people have to type a password.', examples: [false] }),
  created_at: Type.String({ format: 'date-time', description: 'UTC.', examples: ['2026-01-03T10:00:00.000Z'] }),
  expires_at: nullable(Type.String({ format: 'date-time', description: 'UTC; null: never.', examples: [null] })),
};

export const ShareLinkResource = Type.Object(described, {
  title: 'ShareLink',
  description: "A link that shows the project's reports, without its secret.",
});

export const NewShareLinkResource = Type.Object(
  {
    ...described,
    link: Type.String({
      description:
        'What follows `/console#/shared/` in the address to give away. Without a password it also follows `Bearer`. It is not shown again.',
      examples: [`gps_01KE0A9V3M3Y5Q8ZB7W6T1R2S4_01KE0A9V3M3Y5Q8ZB7W6T1R2S9_${'A'.repeat(43)}`],
    }),
  },
  { title: 'NewShareLink', description: 'A share link that was created.' },
);

export const OpenBody = checker(
  Type.Object(
    {
      link: Type.String({
        description: 'What follows `#/shared/` in the address.',
        examples: [`gps_01KE0A9V3M3Y5Q8ZB7W6T1R2S4_01KE0A9V3M3Y5Q8ZB7W6T1R2S9_${'A'.repeat(43)}`],
        expected: 'a text',
      }),
      password: optional(Type.String({ expected: 'a text' }), {
        description: 'Required if the link has one.',
        examples: ['correct horse battery staple'],
      }),
    },
    { title: 'OpenShareLinkRequest' },
  ),
);

export const OpenedShareLink = Type.Object(
  {
    token: Type.String({ description: 'What follows `Bearer` in requests for reports.', examples: ['gps_…'] }),
    project: Type.Object({
      name: Type.String({ examples: ['Shop'] }),
      time_zone: Type.String({ description: 'An IANA name.', examples: ['Europe/Amsterdam'] }),
      main_currency: nullable(
        Type.String({ description: 'The currency that is shown first; null: there is none.', examples: ['EUR'] }),
      ),
      goals: Type.Array(
        Type.Object({ key: Type.String({ examples: ['purchase'] }), name: Type.String({ examples: ['Purchase'] }) }),
        { description: 'The names of the goals, for reports that are grouped by goal.' },
      ),
    }),
    expires_at: described.expires_at,
  },
  { title: 'OpenedShareLink', description: 'A share link whose reports can be read now.' },
);
