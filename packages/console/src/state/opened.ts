import { signal } from '@preact/signals';

/** The dialog that keys and buttons open on every page. */
export const opened = signal<'filter' | 'note' | 'keys' | null>(null);
