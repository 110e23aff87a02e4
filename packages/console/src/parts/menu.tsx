import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

interface Props {
  readonly label: ComponentChildren;
  /** What the button does, when its label is a picture. */
  readonly name?: string;
  readonly class?: string;
  readonly children: ComponentChildren;
  /** Called when it opens and closes. */
  toggled?(isOpen: boolean): void;
}

/** A button with a popover beside it, which the browser opens, places and closes. */
export function Menu({ label, name, class: classes = 'button', children, toggled }: Props) {
  const id = useId();
  return (
    <>
      <button type="button" class={classes} popovertarget={id} aria-label={name} title={name}>
        {label}
      </button>
      <div popover="auto" id={id} class="menu" onToggle={({ newState }) => toggled?.(newState === 'open')}>
        {children}
      </div>
    </>
  );
}

/** Closes the menu that contains an element: to be called when something in it was chosen. */
export function closeMenu(element: EventTarget | null): void {
  (element as HTMLElement | null)?.closest<HTMLElement>('[popover]')?.hidePopover();
}
