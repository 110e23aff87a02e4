import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UNKNOWN } from '#goalpost/model/client.js';
import type { Event, Origin } from '#goalpost/model/event.js';
import { ORIGINS } from '#goalpost/model/event.js';
import type { ProjectId, SessionId } from '#goalpost/model/ids.js';
import type { Store } from '#goalpost/store/store.js';
import { click, customEvent, goal, project, T0, urlGoal, visit } from '../support/builders.js';
import type { OpenStore } from './open-store.js';
import { ALL, P1 } from './tools.js';

const TIMEOUT_MS = 300_000;
const SESSIONS = ['1', 'b'] as SessionId[];
const EVER = { from: null, until: null };
const MARKED = { from: T0 + 3, until: T0 + 6 };
const GOALS = [
  urlGoal('/a', { key: 'every' }),
  urlGoal('/', { key: 'once', count: 'once' }),
  goal({ type: 'event', rule: { name: 'purchase' } }, { key: 'order', count: 'once' }),
];

interface Sent {
  readonly at: number;
  readonly origin: Origin;
  readonly sessionId: SessionId;
  readonly kind: number;
}

const sent: fc.Arbitrary<Sent> = fc.record({
  at: fc.integer({ min: T0, max: T0 + 8 }),
  origin: fc.constantFrom(...ORIGINS),
  sessionId: fc.constantFrom(...SESSIONS),
  kind: fc.nat(3),
});

function toEvent({ kind, ...where }: Sent, id: string): Event {
  const at = { ...where, id };
  if (kind === 2) return click([{ tag: 'a' }], at);
  if (kind === 3) return customEvent('purchase', { ...at, value: '1.00', currency: 'EUR' });
  return visit(kind === 0 ? '/a' : '/b?utm_source=x', at);
}

/** Events that are made public count as if they had been public from the start. */
export function describeMarking(name: string, open: OpenStore, histories: number): void {
  describe(`${name} makes trusted events of a period public`, () => {
    it(
      'with the same answers as if they had always been',
      async () => {
        const { store, release } = await open(() => T0);
        let run = 0;
        const fill = async (events: readonly Event[], client: boolean): Promise<ProjectId> => {
          const projectId = `p${run++}` as ProjectId;
          await store.projects.create(project({ id: projectId }));
          for (const one of GOALS) await store.goals.create(projectId, one);
          const facts = { client: client ? { ...UNKNOWN, browser: 'Firefox' } : null, visitor: null };
          const ofSessions = new Map(SESSIONS.map((id) => [id, facts]));
          for (const event of events) await store.events.record(projectId, [event], ofSessions);
          while (await store.goals.work());
          return projectId;
        };
        try {
          await fc.assert(
            fc.asyncProperty(fc.array(sent, { minLength: 1, maxLength: 10 }), fc.boolean(), async (all, client) => {
              const events = all.map((one, index) => toEvent(one, `e${index}`));
              const isMarked = ({ at }: Event) => at >= MARKED.from && at < MARKED.until;
              const marked = await fill(events, client);
              const always = await fill(
                events.map((event): Event => (isMarked(event) ? { ...event, origin: 'public' } : event)),
                client,
              );
              const count = await markAll(store, marked);
              expect(count).toBe(events.filter((event) => event.origin === 'trusted' && isMarked(event)).length);
              expect(await answers(store, marked)).toEqual(await answers(store, always));
              // A second time, and with later events, both go on the same way.
              expect(await markAll(store, marked)).toBe(0);
              for (const projectId of [marked, always]) {
                await store.events.record(projectId, [visit('/a', { sessionId: '1', id: 'z', at: T0 + 20 })]);
              }
              expect(await answers(store, marked)).toEqual(await answers(store, always));
            }),
            { numRuns: histories },
          );
        } finally {
          await release();
        }
      },
      TIMEOUT_MS,
    );

    it('and no event that one of them has replaced comes back', () => expectReplacementStays(open));
  });
}

/** A public event whose place a trusted one has taken does not come back when that one becomes public. */
async function expectReplacementStays(open: OpenStore): Promise<void> {
  const { store, release } = await open(() => T0);
  try {
    await store.projects.create(project());
    await store.goals.create(P1, urlGoal('/a', { key: 'page' }));
    for (const [url, origin] of [
      ['/a', 'public'],
      ['/b', 'trusted'],
    ] as const) {
      await store.events.record(P1, [visit(url, { sessionId: '1', id: 'e', at: MARKED.from, origin })]);
    }
    expect(await markAll(store, P1)).toBe(1);
    const { timelines, conversions } = await answers(store, P1);
    expect(timelines[0]!.entries.map(({ event }) => event)).toMatchObject([{ url: '/b', origin: 'public' }]);
    expect(conversions).toEqual([]);
  } finally {
    await release();
  }
}

async function markAll(store: Store, projectId: ProjectId): Promise<number> {
  let count = 0;
  for (let after: string | null = null; ; ) {
    const { events, next } = await store.sessions.markPublic(projectId, MARKED, after);
    count += events;
    if (next === null) return count;
    after = next;
  }
}

/** All that readers see of the project. */
async function answers(store: Store, projectId: ProjectId) {
  const selection = { projectId, sessionIds: SESSIONS, period: EVER, types: null };
  const timelines = await Promise.all(SESSIONS.map((id) => store.sessions.timeline(projectId, id, ALL)));
  return {
    conversions: JSON.parse((await store.conversions.list(selection, ALL)).json),
    counts: await store.conversions.count(selection),
    timelines,
    hasTrusted: await store.sessions.hasTrusted(projectId),
  };
}
