import Type, { type TSchema } from 'typebox';

/** Headers of every answer. */
export const RATE_LIMIT_HEADERS = {
  'X-RateLimit-Limit': Type.Integer({ description: 'Maximum number of requests allowed per minute', examples: [60] }),
  'X-RateLimit-Remaining': Type.Integer({
    description: 'Number of requests remaining in the current window',
    examples: [57],
  }),
};

const retryAfter = (description: string) => ({ 'Retry-After': Type.Integer({ description, examples: [60] }) });

/** Named examples of a body for the API reference, which shows the first one. */
export function examples(named: Record<string, { readonly summary: string; readonly value: unknown }>) {
  return { 'x-examples': named };
}

/** A response with this body. */
function response(body: TSchema, description: string, headers: Record<string, TSchema>): TSchema {
  return { ...body, 'x-response-description': description, headers: { ...RATE_LIMIT_HEADERS, ...headers } };
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
  { title: 'ValidationError', description: 'The faults of a body, field by field.' },
);

/** The response schema of a refusal that is one sentence. */
const failure = (description: string, headers: Record<string, TSchema> = {}) =>
  response(ErrorBody, description, headers);

/**
 * Every way in which a request may be refused. The first four have the wording of the contract's page. The examples differ by
 * route: `reference/error-examples.ts` adds them.
 */
const REFUSED = {
  401: failure('Unauthenticated — missing or invalid Bearer token', {
    'WWW-Authenticate': Type.String({ description: 'How to authenticate (RFC 6750)', examples: ['Bearer'] }),
  }),
  403: failure('Forbidden — insufficient permissions for this resource'),
  422: response(ValidationErrorBody, 'Validation error', {}),
  429: failure('Too Many Requests — rate limit exceeded', retryAfter('Seconds until the rate limit resets')),
  404: failure('There is no such thing.'),
  413: failure('The body is too large.'),
  415: failure('The body is of a type that is not read here.'),
  503: failure('The store cannot answer right now.', retryAfter('Seconds after which to try again')),
} as const;

/** The response schema of a saved view that does not exist. */
export const NO_VIEW: TSchema = response(
  Type.Object(
    { errors: Type.Object({ insight: Type.Array(Type.String(), { description: 'What went wrong.' }) }) },
    { title: 'NoInsight', description: 'There is no such view.' },
  ),
  'There is no such view.',
  {},
);

/** The response schemas of the named refusals, with their headers. */
export function refusals(...statusCodes: (keyof typeof REFUSED)[]): Record<number, TSchema> {
  return Object.fromEntries(statusCodes.map((statusCode) => [statusCode, REFUSED[statusCode]]));
}

/** The response schema of a success with this `data`, and with other fields beside it. */
export function success(data: TSchema, others: Readonly<Record<string, TSchema>> = {}): TSchema {
  const error = Type.Boolean({ description: 'Always false.', examples: [false] });
  return answer(Type.Object({ error, data, ...others }));
}

/** The body of a success with this `data`, and with other fields beside it. */
export function ok(data: unknown, others: object = {}): object {
  return { error: false, data, ...others };
}

/** The response schema of a success with this body. */
export function answer(body: TSchema): TSchema {
  return response(body, 'Successful response', {});
}
