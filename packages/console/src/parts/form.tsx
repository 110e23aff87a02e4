import { type Signal, useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import type { Changing } from '../api/change.js';
import { t } from '../texts/texts.js';
import { Refusal } from './refusal.js';

interface Props {
  /** The call that it makes; without one, it asks the server nothing. */
  readonly changing?: Changing;
  readonly action: string;
  readonly children: ComponentChildren;
  readonly isReady?: boolean;
  /** Whether it takes something away. */
  readonly isDangerous?: boolean;
  /** What was done when it was last sent. */
  readonly said?: string | false;
  submit(): unknown;
  /** For a way out beside the button. */
  close?(): void;
}

/** A form that is sent once at a time, and says what was refused. */
export function Form({ changing, action, children, isReady = true, isDangerous = false, said, submit, close }: Props) {
  const isRunning = changing?.isRunning ?? false;
  const send = (event: Event) => {
    event.preventDefault();
    if (!isRunning) submit();
  };
  return (
    <form class="form" onSubmit={send} aria-busy={isRunning}>
      <div class="fields">
        {children}
        {changing?.error && <Refusal error={changing.error} />}
      </div>
      <footer>
        <button type="submit" class={`button ${isDangerous ? 'danger' : 'primary'}`} disabled={isRunning || !isReady}>
          {action}
        </button>
        {close && (
          <button type="button" class="button" onClick={close}>
            {t('form.cancel')}
          </button>
        )}
        {said !== undefined && (
          <span class="said" role="status">
            {said}
          </span>
        )}
      </footer>
    </form>
  );
}

/** What a form holds while somebody fills it in, and what changes parts of it. */
export function useDraft<Draft extends object>(initial: Draft): [Signal<Draft>, (changes: Partial<Draft>) => void] {
  const draft = useSignal(initial);
  const change = (changes: Partial<Draft>) => {
    draft.value = { ...draft.peek(), ...changes };
  };
  return [draft, change];
}
