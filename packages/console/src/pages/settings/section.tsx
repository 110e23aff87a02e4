import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

interface Props {
  readonly title: string;
  readonly about?: string;
  readonly tools?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A card of the settings. */
export function Section({ title, about, tools, children }: Props) {
  const id = useId();
  return (
    <section class="card" aria-labelledby={id}>
      <header>
        <h2 id={id}>{title}</h2>
        {tools}
      </header>
      {about && <p class="about-section">{about}</p>}
      {children}
    </section>
  );
}
