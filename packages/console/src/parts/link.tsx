import type { ComponentChildren } from 'preact';
import { addressWith, type Changes, follow } from '../state/place.js';

interface Props {
  readonly to: Changes;
  readonly class?: string;
  readonly title?: string | undefined;
  readonly 'aria-label'?: string | undefined;
  readonly 'aria-current'?: 'page' | undefined;
  readonly children: ComponentChildren;
}

/** A link to another place of the console. */
export function Link({ to, children, ...rest }: Props) {
  return (
    <a href={addressWith(to)} onClick={follow} {...rest}>
      {children}
    </a>
  );
}
