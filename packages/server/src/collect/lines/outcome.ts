import type { Client } from '../../model/client.js';
import type { Event } from '../../model/event.js';
import type { Visitor } from '../../model/visitor.js';
import type { FilterReason, RefusalKind } from '../event/event-counts.js';

/**
 * The result of reading one line: something to store, or the reason why there is nothing. The lists are closed, so that every
 * line is counted. A comment is not counted, like a blank line.
 */
export type Outcome<Found> =
  | { readonly kind: 'found'; readonly found: Found }
  | { readonly kind: 'filtered'; readonly reason: FilterReason }
  | { readonly kind: 'refused'; readonly refusal: RefusalKind; readonly sentence: string }
  | { readonly kind: 'comment' };

/** An event, and what its line says about the session. */
export interface ReadEvent {
  readonly event: Event;
  readonly client: Client;
  /** Lets the store find the session by its visitor; null when it can already, or need not. */
  readonly visitor: Visitor | null;
}

/** Reads the lines of one source, in order; a line may depend on earlier ones. */
export interface LineReader<Found> {
  read(text: string): Outcome<Found>;
  /** The events of what was found, in the same order. Everything that was found before must be stored. */
  events(found: readonly Found[]): Promise<readonly ReadEvent[]>;
  /** More about the lines read so far. */
  notes(): LineNotes;
  /** Releases its resources. */
  close(): void;
}

/** Facts that an operator should know, and that no count of lines tells. */
export interface LineNotes {
  /** The name of the format. */
  readonly format: string;
  /** Requests through a proxy that is not trusted, although the log has the client's address. */
  readonly forwarded: number;
  /** Stored sessions that would be one with the session before them if all lines had come together. */
  readonly apart: number;
}

export function found<Found>(found: Found): Outcome<Found> {
  return { kind: 'found', found };
}

export function filtered(reason: FilterReason): Outcome<never> {
  return { kind: 'filtered', reason };
}

export function refused(refusal: RefusalKind, sentence: string): Outcome<never> & { readonly kind: 'refused' } {
  return { kind: 'refused', refusal, sentence };
}
