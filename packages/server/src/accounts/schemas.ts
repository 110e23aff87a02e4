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

// No limits in these three, because the sentence of a fault would repeat the secret.

export const Password = Type.String({
  description: 'The password.',
  examples: ['correct horse battery staple'],
  expected: 'a text',
});

export const NewPassword = Type.String({
  description: `The new password: ${PASSWORD_CHARACTERS_MIN} to ${PASSWORD_CHARACTERS_MAX} characters of any kind.`,
  examples: ['correct horse battery staple'],
  expected: 'a text',
});

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
  },
  { title: 'Me', description: 'Who is signed in.' },
);
