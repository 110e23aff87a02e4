import { type Fault, summarize } from '../faults.js';

/** What went wrong, as the metrics count it. The list is closed: a new kind does not compile until it is counted. */
export const REFUSALS = [
  'unauthenticated',
  'forbidden',
  'not_found',
  'method_not_allowed',
  'too_large',
  'unsupported_media_type',
  'invalid',
  'rate_limited',
  'malformed_http',
  'unavailable',
] as const;
export type Refusal = (typeof REFUSALS)[number];

/** An answer other than success. Thrown anywhere while a request is handled; the error handler sends it as it is. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  constructor(
    readonly kind: Refusal,
    readonly statusCode: number,
    readonly body: object,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(kind);
  }
}

const failure = (message: string) => ({ error: true, message });

/** The one table of what the API says when it refuses; `docs/api/errors.md` explains each. */
export const refuse = {
  unauthenticated: () =>
    new ApiError('unauthenticated', 401, failure('Unauthenticated.'), { 'www-authenticate': 'Bearer' }),
  forbidden: (ability: string) => new ApiError('forbidden', 403, failure(`This token lacks the ability ${ability}.`)),
  forbiddenOrigin: (origin: string) =>
    new ApiError(
      'forbidden',
      403,
      failure(
        `Pages of ${origin} may not send events to this site. Its owner can allow them: goalpost project update --allowed-origin ${origin}`,
      ),
    ),
  notFound: (what = 'There is nothing at this address.') => new ApiError('not_found', 404, failure(what)),
  methodNotAllowed: (allowed: readonly string[]) =>
    new ApiError('method_not_allowed', 405, failure(`This address answers to ${allowed.join(', ')} only.`), {
      allow: allowed.join(', '),
    }),
  tooLarge: (bytesMax: number) =>
    new ApiError('too_large', 413, failure(`The request body is larger than ${bytesMax} bytes.`)),
  unsupportedMediaType: (accepted: string) =>
    new ApiError('unsupported_media_type', 415, failure(`Send the body with Content-Type: ${accepted}.`)),
  invalid: (faults: readonly Fault[]) => new ApiError('invalid', 422, faultsBody(faults)),
  rateLimited: () => new ApiError('rate_limited', 429, failure('Too Many Requests')),
  malformedHttp: (statusCode: number, message: string) => new ApiError('malformed_http', statusCode, failure(message)),
  unavailable: (message = 'The store cannot answer right now; try again in a moment.') =>
    new ApiError('unavailable', 503, failure(message), { 'retry-after': '1' }),
} as const;

export const INTERNAL_ERROR = failure('Internal Server Error');

/** `message` is the first sentence, and says how many more there are. */
function faultsBody(faults: readonly Fault[]): object {
  const errors: Record<string, string[]> = {};
  for (const { path, sentence } of faults) {
    errors[path] = [...(errors[path] ?? []), sentence];
  }
  return { message: summarize(faults), errors };
}
