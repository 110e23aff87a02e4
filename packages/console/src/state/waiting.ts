import { signal } from '@preact/signals';

/** Whether the project has no session at all: the page that waits for the first one stands in for the overview. */
export const isWaiting = signal(false);

/** Whether that page stays when sessions come, because somebody reads there what became of an import. */
export const isHeld = signal(false);
