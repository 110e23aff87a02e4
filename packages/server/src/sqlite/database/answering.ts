import { StoreUnavailable } from '../../store/store.js';
import { isTemporary, resultCodeOf } from './result-code.js';

/**
 * Runs a read on the caller's own thread.
 *
 * @throws {StoreUnavailable} when the disk is full or failing, or another program holds the lock for more than 5 s.
 */
export function answering<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw isTemporary(resultCodeOf(error)) ? new StoreUnavailable((error as Error).message) : error;
  }
}
