import { signal } from '@preact/signals';

/** Whether the page that waits for the first visit stays when sessions come, because somebody reads there what became of an import. */
export const isHeld = signal(false);
