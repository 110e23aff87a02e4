import type { SessionId } from '../model/ids.js';
import type { SessionVisitor } from '../store/contents.js';
import type { Store } from '../store/store.js';

/** Visitors of `since` and later days, a part at a time. What is said of sessions that are not there says nothing. */
export async function* visitorsOf(store: Store, since: string): AsyncGenerator<readonly SessionVisitor[]> {
  for (let after: string | null = null; ; ) {
    const { visitors, next } = await store.contents.visitors(since, after);
    const known = await knownSessions(store, visitors);
    yield visitors.filter((visitor) => known.has(keyOf(visitor)));
    if (next === null) return;
    after = next;
  }
}

async function knownSessions(store: Store, visitors: readonly SessionVisitor[]): Promise<Set<string>> {
  const found = new Set<string>();
  for (const projectId of new Set(visitors.map((visitor) => visitor.projectId))) {
    const ids = visitors.filter((visitor) => visitor.projectId === projectId).map(({ sessionId }) => sessionId);
    const known: Set<SessionId> = await store.sessions.known(projectId, ids);
    for (const sessionId of known) found.add(keyOf({ projectId, sessionId }));
  }
  return found;
}

/** Neither id may hold a space. */
function keyOf({ projectId, sessionId }: Pick<SessionVisitor, 'projectId' | 'sessionId'>): string {
  return `${projectId} ${sessionId}`;
}
