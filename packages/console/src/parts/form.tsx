import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { CallError } from '../api/call.js';
import { t } from '../texts/texts.js';

interface Props {
  readonly action: string;
  readonly children: ComponentChildren;
  /** Sends what was filled in. A `CallError` is shown above the button. */
  submit(values: Readonly<Record<string, string>>): Promise<void>;
}

/** A form that is sent once at a time, and says what was refused. */
export function Form({ action, children, submit }: Props) {
  const isBusy = useSignal(false);
  const refused = useSignal<CallError | null>(null);
  const send = async (event: SubmitEvent) => {
    event.preventDefault();
    if (isBusy.value) return;
    isBusy.value = true;
    refused.value = null;
    try {
      await submit(Object.fromEntries(new FormData(event.currentTarget as HTMLFormElement)) as Record<string, string>);
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      refused.value = error;
    } finally {
      isBusy.value = false;
    }
  };
  const { status, message, faults } = refused.value ?? {};
  const sentences = status === 0 ? [t('state.unreachable')] : Object.values(faults ?? {}).flat();
  return (
    <form class="form" onSubmit={send} aria-busy={isBusy.value}>
      {children}
      {refused.value && (
        <p class="refusal" role="alert">
          {sentences.length > 0 ? sentences.join(' ') : message}
        </p>
      )}
      <button type="submit" class="button primary" disabled={isBusy.value}>
        {action}
      </button>
    </form>
  );
}

interface FieldProps {
  readonly name: string;
  readonly label: string;
  readonly type?: 'text' | 'email' | 'password' | 'date';
  readonly autocomplete?: string;
  readonly value?: string;
  readonly isFixed?: boolean;
  readonly hint?: string;
  readonly minLength?: number;
}

/** A text to fill in; required. */
export function Field({ name, label, type = 'text', autocomplete, value, isFixed, hint, minLength }: FieldProps) {
  const id = useId();
  return (
    <label>
      {label}
      <input
        name={name}
        // The types of Preact know each kind of field alone.
        type={type as 'text'}
        required
        autocomplete={autocomplete}
        defaultValue={value}
        readOnly={isFixed}
        minLength={minLength}
        aria-describedby={hint ? id : undefined}
      />
      {hint && <small id={id}>{hint}</small>}
    </label>
  );
}
