import fc from 'fast-check';
import type { Client } from '#goalpost/model/client.js';
import { type Event, ORIGINS } from '#goalpost/model/event.js';
import type { GoalDefinition, ValueFrom } from '#goalpost/model/goal.js';
import type { ProjectId, SessionId } from '#goalpost/model/ids.js';
import { SNAPSHOT_KEPT_MS, type Store } from '#goalpost/store/store.js';
import { customEvent, goal, project, T0, urlGoal, visit } from '../support/builders.js';

/** A goal whose rule is simple enough to evaluate without the matcher. */
export interface SimpleGoal {
  readonly key: string;
  /** The beginning of a path, or the name of an event. */
  readonly path: string;
  readonly count: 'every' | 'once';
  readonly valueFrom: ValueFrom;
}

export const GOAL_VALUE = { value: '2.50', currency: 'EUR' };
export const SESSIONS = ['1', 'b', 'B-2', 'z.9', '_'] as const;
const DAY = 86_400_000;
const QUARTER = 15 * 60_000;
/** Some share a day or a quarter of an hour, some do not. */
export const MOMENTS = [
  ...[0, 1, 2, QUARTER - 1, DAY - 1, DAY, DAY + 1],
  // 23:40 UTC, which is almost midnight where clocks are 19.5 minutes ahead.
  ...[DAY + 54 * QUARTER + 600_000, DAY + 55 * QUARTER, 2 * DAY, 3 * DAY, 4 * DAY],
].map((ms) => T0 + ms);
export const COUNTRIES: Readonly<Record<string, string | null>> = {
  '1': 'NL',
  b: 'BE',
  'B-2': 'nl',
  'z.9': null,
  _: 'NL',
};

export const events = fc
  .uniqueArray(
    fc.record({
      sessionId: fc.constantFrom(...SESSIONS),
      id: fc.constantFrom('a', 'b', 'c', 'D', 'e_1', 'f-2', '0'),
      at: fc.constantFrom(...MOMENTS),
      origin: fc.constantFrom(...ORIGINS),
      what: fc.constantFrom(
        '/a',
        '/a/b?utm_term=x',
        'https://shop.example/c%2f',
        '/a%20?utm_term=Y',
        'purchase',
        'refund',
      ),
      money: fc.constantFrom({}, { value: '49', currency: 'EUR' }, { value: '-0.000001', currency: 'JPY' }),
    }),
    { selector: ({ sessionId, id, origin }) => `${sessionId} ${id} ${origin}`, minLength: 5, maxLength: 30 },
  )
  .map((drawn) =>
    drawn.map(
      ({ what, money, ...where }): Event =>
        what.includes('/') ? visit(what, where) : customEvent(what, { ...where, ...money }),
    ),
  );

const goalOf = (key: string): fc.Arbitrary<SimpleGoal> =>
  fc.record({
    key: fc.constant(key),
    path: fc.constantFrom('/', '/a', '/a', 'purchase'),
    count: fc.constantFrom('every', 'once'),
    valueFrom: fc.constantFrom('goal', 'event', 'trusted_event', 'none'),
  });

export const KEYS = ['g', 'h', 'i'] as const;

export type Step =
  | { readonly kind: 'send'; readonly count: number }
  | { readonly kind: 'put'; readonly goal: SimpleGoal }
  | { readonly kind: 'remove'; readonly key: string }
  | { readonly kind: 'erase'; readonly sessionId: string }
  | { readonly kind: 'work' }
  | { readonly kind: 'prepare' }
  | { readonly kind: 'prepareAll' }
  | { readonly kind: 'wait' };

export const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('send' as const), count: fc.integer({ min: 1, max: 8 }) }) },
    {
      weight: 3,
      arbitrary: fc.record({ kind: fc.constant('put' as const), goal: fc.constantFrom(...KEYS).chain(goalOf) }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('remove' as const), key: fc.constantFrom(...KEYS) }) },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('erase' as const), sessionId: fc.constantFrom(...SESSIONS) }),
    },
    { weight: 3, arbitrary: fc.constant({ kind: 'work' as const }) },
    { weight: 3, arbitrary: fc.constant({ kind: 'prepare' as const }) },
    { weight: 2, arbitrary: fc.constant({ kind: 'prepareAll' as const }) },
    { weight: 1, arbitrary: fc.constant({ kind: 'wait' as const }) },
  ),
  { minLength: 3, maxLength: 20 },
);

/** A project in a store, and the same project as a list of events and goals. */
export class History {
  readonly goals = new Map<string, SimpleGoal>();
  #events: Event[] = [];
  readonly #waiting: Event[];

  private constructor(
    readonly store: Store,
    readonly projectId: ProjectId,
    all: readonly Event[],
    readonly pass: (ms: number) => void,
  ) {
    this.#waiting = [...all];
  }

  static async begin(store: Store, id: string, all: readonly Event[], pass: (ms: number) => void): Promise<History> {
    await store.projects.create(project({ id }));
    return new History(store, id as ProjectId, all, pass);
  }

  /** The events that count: a trusted event takes the place of a public one with its id. */
  get events(): readonly Event[] {
    const keyOf = ({ sessionId, id }: Event) => `${sessionId} ${id}`;
    const trusted = new Set(this.#events.filter(({ origin }) => origin === 'trusted').map(keyOf));
    return this.#events.filter((event) => event.origin === 'trusted' || !trusted.has(keyOf(event)));
  }

  async take(step: Step): Promise<void> {
    const { store, projectId } = this;
    switch (step.kind) {
      case 'send':
        return this.#send(step.count);
      case 'work':
        await store.goals.work();
        return;
      case 'prepare':
        await store.reports.work();
        return;
      case 'prepareAll':
        while (await store.reports.work());
        return;
      case 'wait':
        return this.pass(SNAPSHOT_KEPT_MS);
      case 'erase':
        await store.sessions.erase(projectId, step.sessionId as SessionId);
        this.#events = this.#events.filter(({ sessionId }) => sessionId !== step.sessionId);
        return;
      case 'remove':
        await store.goals.remove(projectId, step.key as never);
        this.goals.delete(step.key);
        return;
      case 'put':
        return this.#put(step.goal);
    }
  }

  /** Afterwards readers see every goal. */
  async finishMatching(): Promise<void> {
    while (await this.store.goals.work());
  }

  async #send(count: number): Promise<void> {
    const batch = this.#waiting.splice(0, count);
    if (batch.length === 0) return;
    const unknown: Client = { browser: null, device: null, platformOs: null, language: null, country: null };
    const facts = new Map(
      batch.map(({ sessionId }) => [
        sessionId,
        { client: { ...unknown, country: COUNTRIES[sessionId] ?? null }, visitor: null },
      ]),
    );
    await this.store.events.record(this.projectId, batch, facts);
    this.#events.push(...batch);
  }

  async #put(simple: SimpleGoal): Promise<void> {
    const { store, projectId } = this;
    const definition = toGoal(simple);
    const current = await store.goals.find(projectId, definition.key);
    if (current) await store.goals.replace(projectId, current, definition);
    else await store.goals.create(projectId, definition);
    this.goals.set(simple.key, simple);
  }
}

function toGoal({ key, path, count, valueFrom }: SimpleGoal): GoalDefinition {
  const worth = valueFrom === 'goal' ? GOAL_VALUE : { value: null, currency: null };
  const changes = { key, count, valueFrom, ...worth };
  return path === 'purchase' ? goal({ type: 'event', rule: { name: 'purchase' } }, changes) : urlGoal(path, changes);
}
