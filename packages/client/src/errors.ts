/** What went wrong, and what is known about it. */
type Failure =
  /** The token is missing, unknown, expired or revoked; it lacks the ability; there is no such thing; too much at once. */
  | { readonly kind: 'unauthenticated' | 'forbidden' | 'not_found' | 'too_large'; readonly status: number }
  /** `errors`: for each field at fault, such as `session_ids.3`, sentences that say what would be right. */
  | { readonly kind: 'invalid'; readonly status: number; readonly errors: Readonly<Record<string, readonly string[]>> }
  /** The token's window is used up. `retryAfter`: seconds until the next one, null when the answer did not say. */
  | { readonly kind: 'rate_limited'; readonly status: number; readonly retryAfter: number | null }
  /** The server, or what stands before it, cannot answer right now. `retryAfter`: as above. */
  | { readonly kind: 'unavailable'; readonly status: number; readonly retryAfter: number | null }
  /** An answer the API does not give: a mistake of the server, or another server. */
  | { readonly kind: 'unexpected'; readonly status: number }
  /** No whole answer came: no connection (`cause` says why), not in time, or the caller's signal (its reason is `cause`). */
  | { readonly kind: 'network' | 'timeout' | 'aborted' };

export type FailureKind = Failure['kind'];

/**
 * The one error of this client. `kind` tells errors apart, and TypeScript what each of them carries; `message` is the
 * server's own sentence where it gave one.
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

// A class cannot say that its instances are a union; its constructor's type can, and `instanceof` goes by that.
export const GoalpostError = FailedCall as unknown as GoalpostErrorConstructor;

export function abortedBy(signal: AbortSignal): GoalpostError {
  return new GoalpostError({ kind: 'aborted' }, 'The call was aborted.', { cause: signal.reason });
}
