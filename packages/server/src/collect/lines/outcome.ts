import type { Client } from '../../model/client.js';
import type { Event } from '../../model/event.js';
import type { FilterReason, RefusalKind } from '../event/event-counts.js';

/**
 * The result of reading one line: an event, or the reason why there is none. The lists are closed, so that every line
 * is counted.
 */
export type Outcome =
  | ReadEvent
  | { readonly kind: 'filtered'; readonly reason: FilterReason }
  | { readonly kind: 'refused'; readonly refusal: RefusalKind; readonly sentence: string };

/** An event, and the visitor's client according to the line. */
export interface ReadEvent {
  readonly kind: 'event';
  readonly event: Event;
  readonly client: Client;
}

/** Reads the lines of one source, in order; a line may depend on earlier ones. */
export interface LineReader {
  read(text: string): Outcome;
  /** Releases its resources. */
  close(): void;
}

export function event(event: Event, client: Client): Outcome {
  return { kind: 'event', event, client };
}

export function filtered(reason: FilterReason): Outcome {
  return { kind: 'filtered', reason };
}

export function refused(refusal: RefusalKind, sentence: string): Outcome {
  return { kind: 'refused', refusal, sentence };
}
