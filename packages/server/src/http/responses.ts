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

/** Names what a body may look like: the examples of the API reference, of which the first is the one to show. */
export function examples(named: Record<string, { readonly summary: string; readonly value: unknown }>) {
  return { 'x-examples': named };
}

/** A response with this body. */
function response(body: TSchema, description: string, headers: Record<string, TSchema>, shown = {}): TSchema {
  return { ...body, 'x-response-description': description, headers: { ...RATE_LIMIT_HEADERS, ...headers }, ...shown };
}

const ErrorBody = Type.Object(
  {
    error: Type.Boolean({ description: 'Always true.', examples: [true] }),
    message: Type.String({ description: 'What went wrong.' }),
  },
  { title: 'Error', description: 'Why a request was refused.' },
);

const ValidationErrorBody = Type.Object(
  {
    message: Type.String({ description: 'Errors overview.' }),
    errors: Type.Record(Type.String(), Type.Array(Type.String()), {
      description: 'A detailed description of each field that failed validation.',
    }),
  },
  { title: 'ValidationError', description: 'What is wrong with a body, field by field.' },
);

/** A refusal that is one sentence. */
const failure = (description: string, message: string, headers: Record<string, TSchema> = {}) =>
  response(
    ErrorBody,
    description,
    headers,
    examples({ error: { summary: description, value: { error: true, message } } }),
  );

const REQUIRED = 'The session_ids field is required: it must be a list of 1 to 1000 session ids.';

const Invalid = response(
  ValidationErrorBody,
  'Validation error',
  {},
  examples({
    one: {
      summary: 'A field is missing',
      value: { message: REQUIRED, errors: { session_ids: [REQUIRED] } },
    },
    several: {
      summary: 'Several fields are wrong',
      value: {
        message: 'The key field must be "list" or "count"; got "total". (and 1 more error)',
        errors: {
          key: ['The key field must be "list" or "count"; got "total".'],
          session_ids: [REQUIRED],
        },
      },
    },
  }),
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
  return answer(Type.Object({ error: Type.Boolean({ description: 'Always false.', examples: [false] }), data }));
}

/** The response schema of a success whose body is this. */
export function answer(body: TSchema): TSchema {
  return response(body, 'Successful response', {});
}
