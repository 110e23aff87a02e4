import type { Client } from '../../model/client.js';
import type { Event } from '../../model/event.js';
import type { FilterReason, RefusalKind } from '../event/event-counts.js';

/** What became of one line: an event, or why not. The lists are closed, so that nothing goes uncounted. */
export type Outcome =
  | ReadEvent
  | { readonly kind: 'filtered'; readonly reason: FilterReason }
  | { readonly kind: 'refused'; readonly refusal: RefusalKind; readonly sentence: string };

/** An event, and what its line says of the visitor's client. */
export interface ReadEvent {
  readonly kind: 'event';
  readonly event: Event;
  readonly client: Client;
}

/** Reads the lines of one source, in order; what came before may matter. */
export interface LineReader {
  read(text: string): Outcome;
  /** Gives back what it holds. */
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
