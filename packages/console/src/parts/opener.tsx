import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';

interface Props {
  readonly label: string;
  readonly isPrimary?: boolean;
  /** The dialog that the button opens. */
  children(close: () => void): ComponentChildren;
}

/** A button that opens a dialog. */
export function Opener({ label, isPrimary = false, children }: Props) {
  const isOpen = useSignal(false);
  const set = (open: boolean) => () => {
    isOpen.value = open;
  };
  return (
    <>
      <button type="button" class={isPrimary ? 'button primary' : 'button'} onClick={set(true)}>
        {label}
      </button>
      {isOpen.value && children(set(false))}
    </>
  );
}
