import { type ReadonlySignal, useComputed, useSignal, useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { online } from '../state/online.js';
import { type Call, CallError, call } from './call.js';

/** All that is known of the answer to a question. While a new question is asked, the data is that of the last one. */
export interface Answered<Data> {
  readonly data: Data | null;
  readonly error: CallError | null;
  readonly isLoading: boolean;
}

/** Answers that a page shows at once when somebody returns to it, until the new ones are there. */
const KEPT_MAX = 40;
const kept = new Map<string, unknown>();

/**
 * The answer to what `ask` returns, asked again whenever the signals that it reads change, and when `again` is called. Null
 * asks nothing. A question that is no longer of interest is called off.
 */
export function useAnswer<Data>(ask: () => Call | null): ReadonlySignal<Answered<Data>> & { again(): void } {
  const answered = useSignal<Answered<Data>>({ data: null, error: null, isLoading: true });
  const asked = useSignal(0);
  // As text, because what matters is whether the question has another wording.
  const question = useComputed(() => JSON.stringify(ask()));
  useSignalEffect(() => {
    asked.value;
    online.value;
    const text = question.value;
    const one = JSON.parse(text) as Call | null;
    if (one === null) return;
    const leaving = new AbortController();
    const known = kept.get(text) as Data | undefined;
    answered.value = { data: known ?? answered.peek().data, error: null, isLoading: true };
    call<Data>(one, leaving.signal).then(
      (data) => {
        keep(text, data);
        answered.value = { data, error: null, isLoading: false };
      },
      (error) => {
        if (leaving.signal.aborted) return;
        if (!(error instanceof CallError)) throw error;
        answered.value = { data: answered.peek().data, error, isLoading: false };
      },
    );
    return () => leaving.abort();
  });
  const again = useRef(() => void asked.value++);
  return Object.assign(answered, { again: again.current });
}

function keep(text: string, data: unknown): void {
  kept.delete(text);
  kept.set(text, data);
  if (kept.size > KEPT_MAX) kept.delete(kept.keys().next().value!);
}
