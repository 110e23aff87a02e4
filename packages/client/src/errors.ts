/** The kinds of failure, with their details. */
type Failure =
  /** The token is missing, unknown, expired or revoked; it lacks the ability; the resource does not exist; the request is too large. */
  | { readonly kind: 'unauthenticated' | 'forbidden' | 'not_found' | 'too_large'; readonly status: number }
  /** `errors` has sentences for each invalid field, such as `session_ids.3`, that say what would be valid. */
  | { readonly kind: 'invalid'; readonly status: number; readonly errors: Readonly<Record<string, readonly string[]>> }
  /** The token's window is used up. `retryAfter`: seconds until the next one, null when unknown. */
  | { readonly kind: 'rate_limited'; readonly status: number; readonly retryAfter: number | null }
  /** The server, or a proxy before it, cannot answer right now. `retryAfter`: as above. */
  | { readonly kind: 'unavailable'; readonly status: number; readonly retryAfter: number | null }
  /** An answer that is not part of the API: a server error, or another server. */
  | { readonly kind: 'unexpected'; readonly status: number }
  /** No complete answer: no connection (`cause` is the error), a timeout, or the caller's signal (`cause` is its reason). */
  | { readonly kind: 'network' | 'timeout' | 'aborted' };

export type FailureKind = Failure['kind'];

/**
 * The only error class of this client. TypeScript derives the other fields of an error from its `kind`. `message` is the
 * server's own sentence if there is one.
 */
export type GoalpostError = Error & Failure;

interface GoalpostErrorConstructor {
  new (failure: Failure, message: string, options?: { readonly cause?: unknown }): GoalpostError;
  readonly prototype: GoalpostError;
}

class FailedCall extends Error {
  override readonly name = 'GoalpostError';

  constructor(failure: Failure, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    Object.assign(this, failure);
  }
}

// The instances of a class cannot be a union. The type of a constructor can return one, and `instanceof` uses that type.
export const GoalpostError = FailedCall as unknown as GoalpostErrorConstructor;

export function abortedBy(signal: AbortSignal): GoalpostError {
  return new GoalpostError({ kind: 'aborted' }, 'The call was aborted.', { cause: signal.reason });
}
