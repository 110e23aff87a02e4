import type { Live } from '../../live/live.js';
import { visitorsOf } from '../../live/visitors-of.js';
import type { Origin } from '../../model/event.js';
import { type Event, eventOf } from '../../model/event.js';
import type { EventId, SessionId } from '../../model/ids.js';
import type { Project } from '../../model/project.js';
import type { Visitor } from '../../model/visitor.js';
import type { SessionFacts } from '../../store/contract/events.js';
import { NoProject, type Store } from '../../store/store.js';
import { clientOf } from '../client/client-of.js';
import type { ParsedTrackedEvent } from '../event/parse-event.js';

/** The sender of a request. The address is not passed on beyond this module. */
export interface Sender {
  readonly address: string;
  readonly userAgent: string | null;
  readonly acceptLanguage: string | null;
  readonly country: string | null;
  /** The site whose pages share sessions with this sender; null if all senders of the project may share them. */
  readonly site: string | null;
}

/** Events of one visitor to a site. */
export interface Collected {
  readonly project: Project;
  /** The site's own session id; null if the server finds the session. */
  readonly sessionId: SessionId | null;
  readonly events: readonly (ParsedTrackedEvent & { readonly id: EventId })[];
  /** Who sent them; null if that is not the visitor. The site then says which session it is. */
  readonly sender: Sender | null;
  readonly origin: Origin;
}

/** Stores events in sessions that it finds by visitor and time. */
export class Collector {
  readonly #store: Store;
  readonly #now: () => number;
  readonly #live: Live;

  constructor(store: Store, live: Live, now: () => number) {
    this.#store = store;
    this.#live = live;
    this.#now = now;
  }

  /**
   * Stores events. Resolves once they are durable, with the session of the newest event. Rejects with
   * `StoreUnavailable`, and with `NoProject`.
   */
  async collect(collected: Collected): Promise<{ session: SessionId; stored: number }> {
    const { project, sender, origin } = collected;
    const now = this.#now();
    const times = collected.events.map(({ age }) => now - Math.round(age));
    const { ids, visitor } = await this.#sessionsOf(collected, times, now);
    const events = collected.events.map(
      ({ id, content }, index): Event => eventOf(content, { sessionId: ids[index]!, id, at: times[index]!, origin }),
    );
    const facts: SessionFacts = { client: sender && clientOf(sender), visitor };
    const factsById = new Map(ids.map((id) => [id, facts]));
    const recorded = await this.#store.events.record(project.id, events, factsById, { mayOverlookRepeated: true });
    if (recorded === null) throw new NoProject(`there is no project ${project.id}`);
    const newest = times.indexOf(Math.max(...times));
    return { session: ids[newest]!, stored: recorded.filter((result) => result === 'stored').length };
  }

  async #sessionsOf(
    { project, sessionId, sender, events }: Collected,
    times: readonly number[],
    now: number,
  ): Promise<{ ids: readonly SessionId[]; visitor: Visitor | null }> {
    if (sessionId !== null) return { ids: events.map(() => sessionId), visitor: null };
    if (sender === null) throw new Error('a session is found by its sender, and there is none');
    const { salts, sessions } = this.#live;
    const visitors = await visitorsOf(salts, project.id, sender, now);
    return { ids: await sessions.sessionsOf(visitors, times, now), visitor: visitors.today };
  }
}
