import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import type { CallError } from '../api/call.js';

/** What the server found wrong, by the field's name in the API: `rule.pattern`. */
export type Faults = CallError['faults'];

interface Common {
  readonly label: string;
  readonly hint?: ComponentChildren;
  /** The sentences of the server about this field. */
  readonly faults?: readonly string[] | undefined;
  readonly class?: string;
}

interface TextProps extends Common {
  readonly value: string;
  readonly type?: 'text' | 'email' | 'password' | 'date';
  readonly required?: boolean;
  readonly isLong?: boolean;
  readonly readonly?: boolean;
  readonly disabled?: boolean;
  readonly autofocus?: boolean;
  readonly autocomplete?: string;
  readonly inputmode?: 'decimal' | 'numeric';
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly list?: string;
  readonly placeholder?: string;
  change(value: string): void;
}

/** A field for a text, with its label, its hint and what is wrong with it. */
export function TextField({ label, hint, faults, class: classes, isLong, change, ...rest }: TextProps) {
  const id = useId();
  // As an object, because the types tie each type of input to other roles.
  const control: object = {
    id,
    autocomplete: 'off',
    spellcheck: false,
    'aria-invalid': faults !== undefined,
    'aria-describedby': `${id}-about`,
    ...rest,
  };
  return (
    <div class={`field ${classes ?? ''}`}>
      <label for={id}>{label}</label>
      {isLong ? (
        <textarea {...control} rows={2} onInput={({ currentTarget }) => change(currentTarget.value)} />
      ) : (
        <input {...control} onInput={({ currentTarget }) => change(currentTarget.value)} />
      )}
      <About id={id} hint={hint} faults={faults} />
    </div>
  );
}

interface SelectProps<Option extends string> extends Common {
  readonly value: Option;
  readonly options: readonly Option[];
  readonly disabled?: boolean;
  name(option: Option): string;
  change(option: Option): void;
}

/** A field that chooses one of a few. */
export function SelectField<Option extends string>({ label, hint, faults, ...props }: SelectProps<Option>) {
  const id = useId();
  const { class: classes, value, options, disabled = false, name, change } = props;
  return (
    <div class={`field ${classes ?? ''}`}>
      <label for={id}>{label}</label>
      <select
        id={id}
        value={value}
        disabled={disabled}
        aria-invalid={faults !== undefined}
        aria-describedby={`${id}-about`}
        onChange={({ currentTarget }) => change(options[currentTarget.selectedIndex]!)}
      >
        {options.map((option) => (
          <option key={option} value={option}>
            {name(option)}
          </option>
        ))}
      </select>
      <About id={id} hint={hint} faults={faults} />
    </div>
  );
}

interface ChoiceProps<Option extends string> extends Common {
  readonly value: Option;
  readonly options: readonly Option[];
  name(option: Option): ComponentChildren;
  change(option: Option): void;
}

/** A field that shows all of a few side by side. */
export function ChoiceField<Option extends string>({ label, value, options, name, change }: ChoiceProps<Option>) {
  const id = useId();
  return (
    <fieldset class="field options">
      <legend>{label}</legend>
      {options.map((option) => (
        <label key={option} class={option === value ? 'chosen' : ''}>
          <input type="radio" name={id} checked={option === value} onChange={() => change(option)} />
          {name(option)}
        </label>
      ))}
    </fieldset>
  );
}

function About({ id, hint, faults }: { id: string } & Pick<Common, 'hint' | 'faults'>) {
  return (
    <p id={`${id}-about`} class={faults ? 'fault' : 'hint'}>
      {faults ? faults.join(' ') : hint}
    </p>
  );
}
