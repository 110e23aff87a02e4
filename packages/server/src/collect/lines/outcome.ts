import type { Client } from '../../model/client.js';
import type { Event } from '../../model/event.js';

/** Why a readable line was left out on purpose. */
export const FILTER_REASONS = ['bot', 'asset', 'status', 'method', 'excluded'] as const;
export type FilterReason = (typeof FILTER_REASONS)[number];

/** What kind of mistake a refused line holds: not within limits, not text, not of the format, or of the wrong content. */
export const REFUSAL_KINDS = ['too_long', 'not_utf8', 'malformed', 'invalid'] as const;
export type RefusalKind = (typeof REFUSAL_KINDS)[number];

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
