import type { ProjectId } from '../model/ids.js';
import type { FeedPosition } from '../store/feed.js';
import { StoreUnavailable } from '../store/store.js';
import type { Following } from './following.js';
import { opening, reset } from './messages.js';

/** Where a stream begins. `isGap`: changes before it may be missing. */
export interface Start {
  readonly position: FeedPosition;
  readonly isGap: boolean;
}

/**
 * The text of a stream, until `ending` aborts. It also ends when the store cannot answer: the client connects again and goes
 * on from its last message.
 */
export async function* streamOf(
  following: Following,
  projectId: ProjectId,
  { position, isGap }: Start,
  ending: AbortSignal,
): AsyncGenerator<string> {
  yield isGap ? reset(position) : opening(position);
  try {
    let at = position;
    while (!ending.aborted) {
      const next = await unlessAborted(following.next(projectId, at), ending);
      if (ending.aborted) return;
      if (next) {
        at = next.position;
        yield* next.texts;
      } else {
        at = await following.start(projectId);
        yield reset(at);
      }
    }
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
  }
}

/** The result of `work`, or null as soon as the signal aborts. Nothing is left at the signal, which outlives the work. */
function unlessAborted<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result | null> {
  return new Promise((resolve, reject) => {
    const leave = () => resolve(null);
    signal.addEventListener('abort', leave, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  });
}
