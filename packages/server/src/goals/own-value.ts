import type { ValueFrom } from '../model/goal.js';
import type { ProjectId } from '../model/ids.js';
import type { Store } from '../store/store.js';

/**
 * Where the value of a new goal's conversions comes from, unless its owner says so: from trusted events, once the project
 * has any. Before, all it has are public ones.
 */
export async function ownValueOf({ sessions }: Pick<Store, 'sessions'>, projectId: ProjectId): Promise<ValueFrom> {
  return (await sessions.hasTrusted(projectId)) ? 'trusted_event' : 'event';
}
