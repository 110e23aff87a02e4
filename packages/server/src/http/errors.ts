import { type Faults, summarize } from '../validation/faults.js';
import { type Filling, type SentenceName, say } from '../validation/sentences.js';

/** The kinds of refusals that the metrics count. The list is closed: a new kind does not compile until it is counted. */
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

/** What a refusal answers: a sentence, and for bad input those for each field. */
type RefusalBody =
  | { readonly message: string; readonly error?: true; readonly errors?: FieldErrors }
  | { readonly errors: { readonly insight: readonly [string] } };
type FieldErrors = Readonly<Record<string, readonly string[]>>;

/** An answer that is not a success. Throw it anywhere while a request is handled; the error handler sends it. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  constructor(
    readonly kind: Refusal,
    readonly statusCode: number,
    readonly body: RefusalBody,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super('message' in body ? body.message : body.errors.insight[0]);
  }
}

const failure = <Name extends SentenceName>(name: Name, ...filling: Filling<Name>) => ({
  error: true as const,
  message: say(name, ...filling),
});

/** Every refusal of the API. `docs/api/errors.md` explains each. */
export const refuse = {
  unauthenticated: () =>
    new ApiError('unauthenticated', 401, failure('unauthenticated'), { 'www-authenticate': 'Bearer' }),
  forbidden: (ability: string) => new ApiError('forbidden', 403, failure('forbidden', { ability })),
  forbiddenRole: (ability: string) => new ApiError('forbidden', 403, failure('forbidden_role', { ability })),
  forbiddenProject: () => new ApiError('forbidden', 403, failure('forbidden_project')),
  forbiddenShareLink: () => new ApiError('forbidden', 403, failure('forbidden_share_link')),
  forbiddenToken: () => new ApiError('forbidden', 403, failure('forbidden_token')),
  forbiddenInstallation: () => new ApiError('forbidden', 403, failure('forbidden_installation')),
  forbiddenLastOwner: () => new ApiError('forbidden', 403, failure('forbidden_last_owner')),
  forbiddenBelowPath: () => new ApiError('forbidden', 403, failure('forbidden_below_path')),
  forbiddenWithoutKey: () => new ApiError('forbidden', 403, failure('forbidden_without_key')),
  forbiddenSecondFactor: () => new ApiError('forbidden', 403, failure('forbidden_second_factor')),
  forbiddenOwnSecondFactor: () => new ApiError('forbidden', 403, failure('forbidden_own_second_factor')),
  forbiddenOwners: () => new ApiError('forbidden', 403, failure('forbidden_owners')),
  forbiddenInAll: () => new ApiError('forbidden', 403, failure('forbidden_in_all')),
  forbiddenBeyond: () => new ApiError('forbidden', 403, failure('forbidden_beyond')),
  forbiddenPage: () => new ApiError('forbidden', 403, failure('forbidden_page')),
  forbiddenOrigin: (origin: string) => new ApiError('forbidden', 403, failure('forbidden_origin', { origin })),
  forbiddenMcpOrigin: (origin: string) => new ApiError('forbidden', 403, failure('forbidden_mcp_origin', { origin })),
  notFound: <Name extends NotFound>(name: Name, ...filling: Filling<Name>) =>
    new ApiError('not_found', 404, failure(name, ...filling)),
  /** The contract's family of endpoints has a body of its own for this. */
  noView: (id: string) => new ApiError('not_found', 404, { errors: { insight: [say('no_view', { id })] } }),
  methodNotAllowed: (allowed: readonly string[]) => {
    const methods = allowed.join(', ');
    return new ApiError('method_not_allowed', 405, failure('method', { methods }), { allow: methods });
  },
  tooLarge: (bytes: number) => new ApiError('too_large', 413, failure('too_large', { bytes })),
  unsupportedMediaType: (type: string) => new ApiError('unsupported_media_type', 415, failure('media_type', { type })),
  invalid: (faults: Faults) => new ApiError('invalid', 422, faultsBody(faults)),
  rateLimited: () => new ApiError('rate_limited', 429, failure('rate_limited')),
  /** Not a limit of requests per minute: there is room again within seconds. */
  reportsWaiting: () => new ApiError('rate_limited', 429, failure('rate_limited'), RETRY_SOON),
  guessesWaiting: (seconds: number) =>
    new ApiError('rate_limited', 429, failure('rate_limited'), { 'retry-after': String(seconds) }),
  /** Passwords are checked one at a time, each within a second. */
  passwordsWaiting: () => new ApiError('rate_limited', 429, failure('rate_limited'), { 'retry-after': '5' }),
  /** One of the open streams has to end first. */
  streamsOpen: () => new ApiError('rate_limited', 429, failure('rate_limited'), { 'retry-after': '10' }),
  malformedHttp: (statusCode: number, name: MalformedHttp) => new ApiError('malformed_http', statusCode, failure(name)),
  unavailable: () => new ApiError('unavailable', 503, failure('unavailable'), RETRY_SOON),
  importInterrupted: (line: number) =>
    new ApiError('unavailable', 503, failure('import_interrupted', { line }), RETRY_SOON),
  importWithoutRoom: (line: number) =>
    new ApiError('unavailable', 503, failure('import_without_room', { line }), RETRY_SOON),
} as const;

export type NotFound =
  | 'no_account'
  | 'no_address'
  | 'no_console_session'
  | 'no_funnel'
  | 'no_goal'
  | 'no_note'
  | 'no_person'
  | 'no_project'
  | 'no_session'
  | 'no_share_link'
  | 'no_token'
  | 'no_tool'
  | 'no_view';
type MalformedHttp =
  | 'unreadable'
  | 'not_http'
  | 'connection_closed'
  | 'address_encoding'
  | 'host'
  | 'one_host'
  | 'expectation'
  | 'too_slow'
  | 'headers_too_large';

const RETRY_SOON = { 'retry-after': '1' };

export const INTERNAL_ERROR = failure('internal');

/** `message` is the first sentence, followed by the number of further ones. */
function faultsBody(faults: Faults): RefusalBody {
  const errors: Record<string, string[]> = {};
  for (const { path, sentence } of faults) {
    errors[path] = [...(errors[path] ?? []), sentence];
  }
  return { message: summarize(faults), errors };
}
