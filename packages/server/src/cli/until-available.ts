import { setTimeout } from 'node:timers/promises';
import { StoreUnavailable } from '../store/store.js';

const TRY_EVERY_MS = 1000;
const SAY_EVERY_MS = 60_000;

/** Calls `open` again and again for as long as the store cannot answer, and says so at once and then every minute. */
export async function untilAvailable<Opened>(
  open: () => Promise<Opened>,
  say: (reason: string) => void,
): Promise<Opened> {
  for (let saidAt = Number.NEGATIVE_INFINITY; ; await setTimeout(TRY_EVERY_MS)) {
    try {
      return await open();
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      if (performance.now() - saidAt < SAY_EVERY_MS) continue;
      say(error.message);
      saidAt = performance.now();
    }
  }
}
