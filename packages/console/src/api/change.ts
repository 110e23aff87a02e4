import { useSignal } from '@preact/signals';
import { type Call, CallError, call } from './call.js';

export interface Changing {
  readonly isRunning: boolean;
  readonly error: CallError | null;
  /** Calls the API; null when it refused, and `error` says why. */
  run<Answer = unknown>(one: Call): Promise<Answer | null>;
}

/** For what changes something: one call at a time, and what went wrong with the last one. */
export function useChange(): Changing {
  const isRunning = useSignal(false);
  const error = useSignal<CallError | null>(null);
  const run = async <Answer>(one: Call): Promise<Answer | null> => {
    isRunning.value = true;
    error.value = null;
    try {
      return await call<Answer>(one);
    } catch (thrown) {
      if (!(thrown instanceof CallError)) throw thrown;
      error.value = thrown;
      return null;
    } finally {
      isRunning.value = false;
    }
  };
  return { isRunning: isRunning.value, error: error.value, run };
}
