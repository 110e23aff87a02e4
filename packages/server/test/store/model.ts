import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Event } from '#goalpost/model/event.js';
import { ORIGINS } from '#goalpost/model/event.js';
import type { GoalDefinition } from '#goalpost/model/goal.js';
import type { ProjectId, SessionId } from '#goalpost/model/ids.js';
import { SNAPSHOT_KEPT_MS } from '#goalpost/store/store.js';
import { customEvent, goal, project, T0, urlGoal, visit } from '../support/builders.js';
import type { OpenStore } from './open-store.js';

// A second, plain implementation of conversions: no versions, no order of arrival, no batches.

/** Rules that are simple enough to evaluate here, without the matcher under test. */
type SimpleGoal = { readonly key: string; readonly path: string; readonly count: 'every' | 'once' };

const toGoal = ({ key, path, count }: SimpleGoal): GoalDefinition =>
  path === 'purchase'
    ? goal({ type: 'event', rule: { name: 'purchase' } }, { key, count })
    : urlGoal(path, { key, count });

function meets(event: Event, { path }: SimpleGoal): boolean {
  return event.type === 'event' ? event.name === path : event.type === 'visit' && event.url.startsWith(path);
}

/** Trusted events first, then by (time, id). */
function byPrecedence(one: Event, other: Event): number {
  if (one.origin !== other.origin) return one.origin === 'trusted' ? -1 : 1;
  return one.at - other.at || (one.id < other.id ? -1 : 1);
}

function keyOf({ sessionId, id }: Event): string {
  return `${sessionId} ${id}`;
}

/** Ids of all conversions of these events and goals, ordered by (time, id). */
function expectedIds(sent: readonly Event[], goals: readonly SimpleGoal[]): string[] {
  const trusted = new Set(sent.filter(({ origin }) => origin === 'trusted').map(keyOf));
  const events = sent.filter((event) => event.origin === 'trusted' || !trusted.has(keyOf(event)));
  const found: { at: number; id: string }[] = [];
  for (const one of goals) {
    const converting = [...events].sort(byPrecedence).filter((event) => meets(event, one));
    const seen = new Set<string>();
    for (const { sessionId, id, at, type } of converting) {
      if (one.count === 'once' && seen.has(sessionId)) continue;
      seen.add(sessionId);
      found.push({ at, id: `${sessionId}:${type === 'visit' ? 'url' : type}:${one.key}:${id}` });
    }
  }
  return found.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1)).map(({ id }) => id);
}

const SESSIONS = ['1', 'b', 'B-2', 'z.9'] as SessionId[];

const events = fc
  .uniqueArray(
    fc.record({
      sessionId: fc.constantFrom(...SESSIONS),
      id: fc.constantFrom('a', 'b', 'c', 'D', 'e_1', 'f-2', '0'),
      at: fc.integer({ min: T0, max: T0 + 6 }),
      origin: fc.constantFrom(...ORIGINS),
      what: fc.constantFrom('/a', '/a/b', '/c', 'purchase', 'refund'),
    }),
    { selector: ({ sessionId, id, origin }) => `${sessionId} ${id} ${origin}`, maxLength: 25 },
  )
  .map((drawn) =>
    drawn.map(({ what, ...where }): Event => (what.startsWith('/') ? visit(what, where) : customEvent(what, where))),
  );

const goalOf = (key: string) =>
  fc.record({
    key: fc.constant(key),
    path: fc.constantFrom('/', '/a', 'purchase'),
    count: fc.constantFrom('every', 'once'),
  });

/** The operations on a store, in order; `events` are sent in batches of these sizes. */
const steps = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('send' as const), count: fc.integer({ min: 1, max: 8 }) }) },
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constant('put' as const), goal: fc.constantFrom('g', 'h').chain(goalOf) }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('remove' as const), key: fc.constantFrom('g', 'h') }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('work' as const) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('wait' as const) }) },
  ),
  { maxLength: 20 },
);

export function describeAgainstModel(name: string, open: OpenStore, histories: number): void {
  describe(`${name} against the model`, () => {
    it('returns, after any history of events and goals, the same conversions as if the goals had always existed', async () => {
      let now = T0;
      const { store, release } = await open(() => now);
      let run = 0;
      try {
        await fc.assert(
          fc.asyncProperty(events, steps, async (all, history) => {
            const { id: projectId } = project({ id: `p${run++}` });
            await store.projects.create(project({ id: projectId }));
            const goals = new Map<string, SimpleGoal>();
            const waiting = [...all];
            const send = async (count: number) => {
              const batch = waiting.splice(0, count);
              if (batch.length > 0) await store.events.record(projectId as ProjectId, batch);
            };
            for (const step of history) {
              if (step.kind === 'send') await send(step.count);
              else if (step.kind === 'work') await store.goals.work();
              // Long enough for the work that follows to delete replaced versions.
              else if (step.kind === 'wait') now += SNAPSHOT_KEPT_MS;
              else if (step.kind === 'remove') {
                await store.goals.remove(projectId, step.key as never);
                goals.delete(step.key);
              } else {
                const definition = toGoal(step.goal as SimpleGoal);
                const current = await store.goals.find(projectId, definition.key);
                if (current) await store.goals.replace(projectId, current, definition);
                else await store.goals.create(projectId, definition);
                goals.set(step.goal.key, step.goal as SimpleGoal);
              }
            }
            await send(all.length);
            now += SNAPSHOT_KEPT_MS;
            while (await store.goals.work());
            const of = { projectId, sessionIds: SESSIONS, period: { from: null, until: null }, types: null };
            const { json } = await store.conversions.ids(of, { limit: 1000, after: null });
            const expected = expectedIds(all, [...goals.values()]);
            expect(JSON.parse(json)).toEqual(expected);
            const counts = await store.conversions.count(of);
            expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(expected.length);
          }),
          { numRuns: histories },
        );
      } finally {
        await release();
      }
    });
  });
}
