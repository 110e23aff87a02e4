import type { ComponentChildren } from 'preact';
import { Brand } from '../../parts/brand.js';

/** The frame of what is shown before somebody is signed in. */
export function Entrance({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <main id="main" class="entrance">
      <Brand />
      <section class="card">
        <h1>{title}</h1>
        {children}
      </section>
    </main>
  );
}
