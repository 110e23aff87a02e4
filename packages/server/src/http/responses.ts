import Type, { type TSchema } from 'typebox';

/** On every answer. */
export const RATE_LIMIT_HEADERS = {
  'X-RateLimit-Limit': Type.Integer({ description: 'Maximum number of requests allowed per minute', examples: [60] }),
  'X-RateLimit-Remaining': Type.Integer({
    description: 'Number of requests remaining in the current window',
    examples: [57],
  }),
};

const RETRY_AFTER = Type.Integer({ description: 'Seconds until the rate limit resets', examples: [60] });

const Failure = Type.Object({
  error: Type.Boolean({ description: 'Always true.', examples: [true] }),
  message: Type.String(),
});

const Invalid = Type.Object({
  message: Type.String({
    description: 'Errors overview.',
    examples: ['The session_ids field is required: it must be a list of 1 to 1000 session ids.'],
  }),
  errors: Type.Record(Type.String(), Type.Array(Type.String()), {
    description: 'A detailed description of each field that failed validation.',
    examples: [{ session_ids: ['The session_ids field is required: it must be a list of 1 to 1000 session ids.'] }],
  }),
});

/** Every way in which a request may be refused. The first five are the words of the reference page. */
const REFUSED = {
  401: { ...Failure, description: 'Unauthenticated — missing or invalid Bearer token' },
  403: { ...Failure, description: 'Forbidden — insufficient permissions for this resource' },
  422: { ...Invalid, description: 'Validation error' },
  429: { ...Failure, description: 'Too Many Requests — rate limit exceeded' },
  404: { ...Failure, description: 'There is no such thing.' },
  413: { ...Failure, description: 'The body is too large.' },
  415: { ...Failure, description: 'The body is of a type that is not read here.' },
  503: { ...Failure, description: 'The store cannot answer right now; try again after `Retry-After` seconds.' },
} as const;

/** The response schemas of the named refusals, with the headers each carries. */
export function refusals(...statusCodes: (keyof typeof REFUSED)[]): Record<number, TSchema> {
  return Object.fromEntries(
    statusCodes.map((statusCode) => {
      const retryAfter = statusCode === 429 || statusCode === 503 ? { 'Retry-After': RETRY_AFTER } : {};
      return [statusCode, { ...REFUSED[statusCode], headers: { ...RATE_LIMIT_HEADERS, ...retryAfter } }];
    }),
  );
}

/** The response schema of a success whose `data` is as given. */
export function success(data: TSchema): TSchema {
  return Type.Object(
    { error: Type.Boolean({ description: 'Always false.', examples: [false] }), data },
    { description: 'Successful response', headers: RATE_LIMIT_HEADERS },
  );
}
