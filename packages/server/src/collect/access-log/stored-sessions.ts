import type { ProjectId, SessionId } from '../../model/ids.js';
import { DAY_MS, type Visitor } from '../../model/visitor.js';
import type { SessionSpan } from '../../store/contract/events.js';
import type { Store } from '../../store/store.js';

/** What an access log must know of the stored sessions of its project. */
export interface StoredSessions {
  /** Whether any session began on a day (since 1970, UTC). */
  areOn(day: number): Promise<boolean>;
  /** The sessions with one of these notes. */
  of(visitors: readonly Visitor[]): Promise<SessionSpan[]>;
  /** Those of the sessions that are stored. */
  withIds(ids: readonly SessionId[]): Promise<SessionSpan[]>;
}

export function storedSessions(
  { sessions, visitors }: Pick<Store, 'sessions' | 'visitors'>,
  projectId: ProjectId,
): StoredSessions {
  return {
    areOn: async (day) => {
      const period = { from: day * DAY_MS, until: (day + 1) * DAY_MS };
      const page = { sortKey: 'created_at', sortOrder: 'asc', limit: 1, offset: 0 } as const;
      return (await sessions.list({ projectId, period, filters: { texts: {} } }, page)).total > 0;
    },
    of: (notes) => visitors.sessions(notes, 0),
    withIds: async (ids) => {
      const known = [...(await sessions.known(projectId, ids))];
      const timelines = await Promise.all(
        known.map((id) => sessions.timeline(projectId, id, { limit: 1, after: null })),
      );
      return timelines.flatMap((timeline) => (timeline ? [timeline.session] : []));
    },
  };
}
