import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

interface Props {
  readonly label: string;
  /** Which link is the current one. */
  readonly current: string;
  readonly children: ComponentChildren;
}

/** Links side by side. On a phone there may be more than fit: the current one is scrolled into view. */
export function NavRow({ label, current, children }: Props) {
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    const link = nav.current!.querySelector<HTMLElement>('[aria-current]');
    if (link) nav.current!.scrollLeft = link.offsetLeft - (nav.current!.clientWidth - link.offsetWidth) / 2;
  }, [current]);
  return (
    <nav ref={nav} aria-label={label}>
      {children}
    </nav>
  );
}
