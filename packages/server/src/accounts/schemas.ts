import Type from 'typebox';
import { PASSWORD_CHARACTERS_MAX, PASSWORD_CHARACTERS_MIN } from '../access/password.js';
import { EMAIL_CHARACTERS_MAX, EMAIL_PATTERN, ROLES } from '../model/accounts/account.js';

export const EMAIL_EXPECTED = `an e-mail address of at most ${EMAIL_CHARACTERS_MAX} characters`;

export const Email = Type.String({
  description: `At most ${EMAIL_CHARACTERS_MAX} characters. Upper and lower case are the same.`,
  examples: ['ada@shop.example'],
  pattern: EMAIL_PATTERN,
  maxLength: EMAIL_CHARACTERS_MAX,
  expected: EMAIL_EXPECTED,
});

// No limits in these, because the sentence of a fault would repeat the secret.

export const Password = Type.String({
  description: 'The password.',
  examples: ['correct horse battery staple'],
  expected: 'a text',
});

export const NewPassword = Type.String({
  description: `The new password: ${PASSWORD_CHARACTERS_MIN} to ${PASSWORD_CHARACTERS_MAX} characters of any kind, and not a common password.`,
  examples: ['correct horse battery staple'],
  expected: 'a text',
});

export const Code = Type.String({
  description: 'The six digits that the app shows, or a recovery code; spaces do not matter. Each works once.',
  examples: ['492039'],
  expected: 'a text',
});

/** Where only accounts with a second factor need one. */
export const CODE_IF_ANY = {
  description: 'Of the second factor, if the account has one: six digits of the app, or a recovery code.',
  examples: ['492039'],
};

export const Link = Type.String({
  description: 'What follows `#/link/` in the address of the link.',
  examples: [`set-up.${'A'.repeat(43)}`],
  expected: 'a text',
});

const role = { type: 'string', examples: ['viewer'] };

export const RoleName = Type.Enum([...ROLES], {
  ...role,
  description:
    '`viewer` reads; `editor` also changes goals, sends events and erases sessions; `owner` does everything.',
  expected: 'viewer, editor or owner',
});

/** A route about one account. */
export interface ById {
  Params: { id: string };
}

export const AccountParams = Type.Object({
  id: Type.String({ description: 'Id of the account.', examples: ['01KE0A9V3M3Y5Q8ZB7W6T1R2S5'] }),
});

export const LinkText = Type.String({
  description: 'What follows `/console#/link/` in the address to give to the person. It works once, within a day.',
  examples: [`${'0'.repeat(32)}.${'A'.repeat(43)}`],
});

/** Of a route that makes an account and the link to it. */
export const WITH_LINK = { created: true, others: { link: LinkText } } as const;

const OwnProject = Type.Object({
  id: Type.String({ description: 'For the header `Goalpost-Project`.', examples: ['01KE0A9V3M3Y5Q8ZB7W6T1R2S4'] }),
  name: Type.String({ examples: ['Shop'] }),
  site_key: Type.String({ description: 'Identifies the project in its pages.', examples: ['s1te-k3y'] }),
  time_zone: Type.String({ description: 'An IANA name.', examples: ['Europe/Amsterdam'] }),
  role: RoleName,
});

export const Me = Type.Object(
  {
    id: Type.String({ examples: ['01KE0A9V3M3Y5Q8ZB7W6T1R2S5'] }),
    email: Type.String({ examples: ['ada@shop.example'] }),
    role: Type.Union([RoleName, Type.Null()], {
      description: 'The role in all projects there are or will be, if any.',
    }),
    projects: Type.Array(OwnProject, { description: 'The projects in which the account has a role, oldest first.' }),
    second_factor: Type.Boolean({ description: 'Whether signing in takes a code, too.', examples: [true] }),
    recovery_codes_left: Type.Integer({ description: '0 without a second factor.', examples: [10] }),
  },
  { title: 'Me', description: 'Who is signed in.' },
);
