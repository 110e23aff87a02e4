import Type from 'typebox';
import { CHANGES } from '../model/accounts/audit.js';
import { checker } from '../validation/schema.js';

export const AUDIT_LIMIT_DEFAULT = 100;
export const AUDIT_LIMIT_MAX = 1000;

/** The query string, whose values are all strings. */
export const AuditQuery = checker(
  Type.Object({
    limit: Type.Optional(
      Type.String({
        pattern: '^([1-9]\\d{0,2}|1000)$',
        description: `Maximum number of entries, from 1 to ${AUDIT_LIMIT_MAX}. The default is ${AUDIT_LIMIT_DEFAULT}.`,
        examples: ['100'],
        expected: `an integer from 1 to ${AUDIT_LIMIT_MAX}`,
      }),
    ),
    cursor: Type.Optional(
      Type.String({
        pattern: '^[0-9A-HJKMNP-TV-Z]{26}$',
        description: '`next_cursor` of the previous answer.',
        examples: ['01KE0A9V3M3Y5Q8ZB7W6T1R2S5'],
        expected: 'the next_cursor of an earlier answer',
      }),
    ),
  }),
);

export const Entry = Type.Object(
  {
    id: Type.String({ examples: ['01KE0A9V3M3Y5Q8ZB7W6T1R2S5'] }),
    at: Type.String({ format: 'date-time', description: 'UTC.', examples: ['2026-01-03T10:00:00.000Z'] }),
    by: Type.Object(
      {
        kind: Type.Enum(['account', 'token', 'share-link', 'command'], { type: 'string', examples: ['account'] }),
        id: Type.Union([Type.String(), Type.Null()], { examples: ['01KE0A9V3M3Y5Q8ZB7W6T1R2S5'] }),
        name: Type.Union([Type.String(), Type.Null()], { examples: ['ada@shop.example'] }),
      },
      { description: 'The account or token that made the change; `command` is somebody at a shell of the server.' },
    ),
    change: Type.Enum([...CHANGES], { type: 'string', description: 'What happened.', examples: ['goal.created'] }),
    subject: Type.String({
      description: 'An id, a key or an e-mail address; of `sessions.erased`, the time: older ones were erased.',
      examples: ['order-placed'],
    }),
  },
  { title: 'AuditEntry', description: 'A change that somebody made.' },
);
