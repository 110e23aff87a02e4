import type { Client } from '#goalpost/model/client.js';
import type { ProjectId } from '#goalpost/model/ids.js';
import type { Store } from '#goalpost/store/store.js';

/** The stored clients of the sessions of `p1`, by session id. */
export async function clientsOf(store: Store): Promise<Record<string, Client>> {
  const { sessions } = await store.sessions.list(
    { projectId: 'p1' as ProjectId, period: { from: null, until: null }, filters: { texts: {} } },
    { sortKey: 'id', sortOrder: 'asc', limit: 1000, offset: 0 },
  );
  return Object.fromEntries(sessions.map(({ id, client }) => [id, client]));
}
