import { useEffect, useRef } from 'preact/hooks';
import type { Changing } from '../api/change.js';
import { t } from '../texts/texts.js';
import { TextField } from './field.js';

interface Props {
  readonly value: string;
  readonly faults: readonly string[] | undefined;
  /** Default: that of a code for signing in. */
  readonly hint?: string;
  /** Whether to go there as soon as it appears, because the rest is filled in. */
  readonly isNext?: boolean;
  change(code: string): void;
}

/** The code of a second factor. */
export function CodeField({ value, faults, hint = t('code.hint'), isNext = false, change }: Props) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isNext) place.current!.querySelector('input')!.focus();
  }, []);
  return (
    <div ref={place}>
      <TextField
        label={t('code.label')}
        value={value}
        required
        autocomplete="one-time-code"
        hint={hint}
        faults={faults}
        change={change}
      />
    </div>
  );
}

/**
 * Whether a form asks for the code of a second factor: once the server did, because it is the first to know. That it asks is not a
 * refusal to show.
 */
export function useCode(changing: Changing, code: string): { readonly isAsked: boolean; readonly changing: Changing } {
  const isAsked = useRef(false);
  const isMissing = changing.error?.faults.code !== undefined;
  if (isMissing) isAsked.current = true;
  return { isAsked: isAsked.current, changing: isMissing && code === '' ? { ...changing, error: null } : changing };
}
