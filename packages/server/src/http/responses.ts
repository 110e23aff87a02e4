import Type, { type TSchema } from 'typebox';

/** On every answer. */
export const RATE_LIMIT_HEADERS = {
  'X-RateLimit-Limit': Type.Integer({ description: 'Maximum number of requests allowed per minute', examples: [60] }),
  'X-RateLimit-Remaining': Type.Integer({
    description: 'Number of requests remaining in the current window',
    examples: [57],
  }),
};

const retryAfter = (description: string) => ({ 'Retry-After': Type.Integer({ description, examples: [60] }) });

/** A refusal that is one sentence. */
const failure = (description: string, message: string, headers: Record<string, TSchema> = {}) =>
  Type.Object(
    {
      error: Type.Boolean({ description: 'Always true.', examples: [true] }),
      message: Type.String({ description: 'What went wrong.', examples: [message] }),
    },
    { description, headers: { ...RATE_LIMIT_HEADERS, ...headers } },
  );

const REQUIRED = 'The session_ids field is required: it must be a list of 1 to 1000 session ids.';

const Invalid = Type.Object(
  {
    message: Type.String({ description: 'Errors overview.', examples: [REQUIRED] }),
    errors: Type.Record(Type.String(), Type.Array(Type.String()), {
      description: 'A detailed description of each field that failed validation.',
      examples: [{ session_ids: [REQUIRED] }],
    }),
  },
  { description: 'Validation error', headers: RATE_LIMIT_HEADERS },
);

/** Every way in which a request may be refused. The first four are the words of the reference page. */
const REFUSED = {
  401: failure('Unauthenticated — missing or invalid Bearer token', 'Unauthenticated.', {
    'WWW-Authenticate': Type.String({ description: 'How to authenticate (RFC 6750)', examples: ['Bearer'] }),
  }),
  403: failure(
    'Forbidden — insufficient permissions for this resource',
    'This token lacks the ability conversions:read.',
  ),
  422: Invalid,
  429: failure(
    'Too Many Requests — rate limit exceeded',
    'Too Many Requests',
    retryAfter('Seconds until the rate limit resets'),
  ),
  404: failure('There is no such thing.', 'The project has no goal "order-placed".'),
  413: failure('The body is too large.', 'The request body is larger than 1048576 bytes.'),
  415: failure('The body is of a type that is not read here.', 'Send the body with Content-Type: application/json.'),
  503: failure(
    'The store cannot answer right now.',
    'The store cannot answer right now; try again in a moment.',
    retryAfter('Seconds after which to try again'),
  ),
} as const;

/** The response schemas of the named refusals, with the headers each carries. */
export function refusals(...statusCodes: (keyof typeof REFUSED)[]): Record<number, TSchema> {
  return Object.fromEntries(statusCodes.map((statusCode) => [statusCode, REFUSED[statusCode]]));
}

/** The response schema of a success whose `data` is as given. */
export function success(data: TSchema): TSchema {
  return Type.Object(
    { error: Type.Boolean({ description: 'Always false.', examples: [false] }), data },
    { description: 'Successful response', headers: RATE_LIMIT_HEADERS },
  );
}
