import type { Event } from '#goalpost/model/event.js';
import type { GoalDefinition } from '#goalpost/model/goal.js';
import type { ProjectId, SessionId } from '#goalpost/model/ids.js';
import type { PageRequest } from '#goalpost/model/page.js';
import type { Selection } from '#goalpost/store/contract/conversions.js';
import type { Store } from '#goalpost/store/store.js';

/** The projects in every store under test. */
export const P1 = 'p1' as ProjectId;
export const P2 = 'p2' as ProjectId;
export const ALL: PageRequest = { limit: 1000, after: null };

export const sessions = (...ids: string[]) => ids as SessionId[];
export const selection = (sessionIds: SessionId[], changes: Partial<Selection> = {}): Selection => ({
  projectId: P1,
  sessionIds,
  period: { from: null, until: null },
  types: null,
  ...changes,
});

/** Common steps of store tests, in the project P1; `current` is the store of the running test. */
export function toolsOf(current: () => Store) {
  const idsOf = async (of: Selection, page: PageRequest): Promise<string[]> =>
    JSON.parse((await current().conversions.ids(of, page)).json);
  return {
    record: (...events: Event[]) => current().events.record(P1, events),
    idsOf,
    ids: (of: Selection) => idsOf(of, ALL),
    listOf: async (of: Selection, page: PageRequest) => {
      const { json, next } = await current().conversions.list(of, page);
      return { items: JSON.parse(json), next };
    },
    /** Changes a goal from its current state. */
    replace: async (goal: GoalDefinition) => {
      const before = await current().goals.find(P1, goal.key);
      return current().goals.replace(P1, before ?? goal, goal);
    },
    finishWork: async () => {
      while (await current().goals.work());
    },
  };
}
