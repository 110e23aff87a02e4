import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UNKNOWN } from '#goalpost/model/client.js';
import type { Event } from '#goalpost/model/event.js';
import { ORIGINS } from '#goalpost/model/event.js';
import type { ProjectId, SessionId } from '#goalpost/model/ids.js';
import type { Store } from '#goalpost/store/store.js';
import { click, customEvent, goal, project, T0, urlGoal, visit } from '../support/builders.js';
import type { OpenStore } from './open-store.js';
import { ALL } from './tools.js';

const SESSIONS = ['1', 'b'] as SessionId[];
const EVER = { from: null, until: null };
const GOALS = [
  urlGoal('/a', { key: 'every' }),
  urlGoal('/', { key: 'once', count: 'once' }),
  goal({ type: 'event', rule: { name: 'purchase' } }, { key: 'order', count: 'once' }),
  goal({ type: 'event', rule: { name: 'purchase' } }, { key: 'orders' }),
];

const happened = fc.record({
  sessionId: fc.constantFrom(...SESSIONS),
  id: fc.constantFrom('a', 'b', 'c', 'd'),
  at: fc.integer({ min: T0, max: T0 + 8 }),
  origin: fc.constantFrom(...ORIGINS),
});
const event: fc.Arbitrary<Event> = fc.oneof(
  fc.tuple(fc.constantFrom('/a', '/b?utm_source=x', '/c'), happened).map(([url, where]) => visit(url, where)),
  happened.map((where) => click([{ tag: 'a' }], where)),
  fc
    .tuple(fc.constantFrom('1.00', '999999999999.999999'), happened)
    .map(([value, where]) => customEvent('purchase', { ...where, value, currency: 'EUR' })),
);
/** One call: events of one sender, who tells a client. */
const call = fc.record({
  events: fc.array(event, { minLength: 1, maxLength: 4 }),
  origin: fc.constantFrom(...ORIGINS),
  browser: fc.constantFrom(null, 'Firefox', 'Chrome'),
});

/** All calls in order, and how many of them come before the goals. */
const calls = fc.tuple(fc.array(call, { minLength: 2, maxLength: 12 }), fc.nat(12));

/** Whatever strangers send, the answers about trusted data are those without it. */
export function describeTrust(name: string, open: OpenStore, histories: number): void {
  describe(`${name}, whatever public events are between the trusted ones,`, () => {
    it('gives the answers about trusted data that it gives without them', async () => {
      const { store, release } = await open(() => T0);
      let run = 0;
      const fill = async (all: typeof calls extends fc.Arbitrary<infer C> ? C : never, withPublic: boolean) => {
        const projectId = `p${run++}` as ProjectId;
        await store.projects.create(project({ id: projectId }));
        const makeGoals = async () => {
          for (const one of GOALS) await store.goals.create(projectId, one);
        };
        const [sent, before] = all;
        for (const [index, { events, origin, browser }] of sent.entries()) {
          if (index === before) await makeGoals();
          if (origin === 'public' && !withPublic) continue;
          const facts = { client: browser === null ? null : { ...UNKNOWN, browser }, visitor: null };
          await store.events.record(
            projectId,
            events.map((one) => ({ ...one, origin })),
            new Map(SESSIONS.map((id) => [id, facts])),
          );
        }
        if (before >= sent.length) await makeGoals();
        while (await store.goals.work());
        return projectId;
      };
      try {
        await fc.assert(
          fc.asyncProperty(calls, async (all) => {
            const [mixed, alone] = [await fill(all, true), await fill(all, false)];
            expect(await trustedData(store, mixed)).toEqual(await trustedData(store, alone));
          }),
          { numRuns: histories },
        );
        await expectSameAfterRetention(store, run);
      } finally {
        await release();
      }
    });
  });
}

/** What readers see of trusted events. A session without trusted visits may say where its public ones began. */
async function trustedData(store: Store, projectId: ProjectId) {
  const selection = { projectId, sessionIds: SESSIONS, period: EVER };
  const trusted = (json: string): Record<string, unknown>[] =>
    JSON.parse(json).filter(({ origin }: { origin: string }) => origin === 'trusted');
  const timelines = await Promise.all(SESSIONS.map((id) => store.sessions.timeline(projectId, id, ALL)));
  const begun = timelines.flatMap((timeline) =>
    timeline?.session.entryOrigin === 'trusted' ? [timeline.session] : [],
  );
  const hasVisit = new Set<unknown>(begun.map(({ id }) => id));
  const conversions = trusted((await store.conversions.list({ ...selection, types: null }, ALL)).json);
  return {
    sessions: begun.map(({ id, startedAt, endedAt, client, entry }) => ({ id, startedAt, endedAt, client, entry })),
    conversions: conversions.map(({ url, title, visit_id, ...rest }) =>
      hasVisit.has(rest.session_id) ? { url, title, visit_id, ...rest } : rest,
    ),
    visits: trusted((await store.visits.list({ ...selection, visitIds: null }, ALL)).json),
    entries: timelines.flatMap((one) => one?.entries.filter((entry) => entry.event.origin === 'trusted') ?? []),
  };
}

/** Projects are pairs: one with public events, and one without. */
async function expectSameAfterRetention(store: Store, projects: number): Promise<void> {
  while (await store.sessions.eraseOlderThan(T0 + 5));
  for (let no = 0; no < projects; no += 2) {
    const [mixed, alone] = [`p${no}`, `p${no + 1}`] as [ProjectId, ProjectId];
    const withTrusted = async (id: ProjectId) => {
      const page = { sortKey: 'id', sortOrder: 'asc', limit: 10, offset: 0 } as const;
      const filters = { texts: {}, origin: 'trusted' } as const;
      const { sessions } = await store.sessions.list({ projectId: id, period: EVER, filters }, page);
      return sessions.map((session) => session.id);
    };
    expect(await withTrusted(mixed)).toEqual(await withTrusted(alone));
  }
}
