import fc from 'fast-check';
import type { ChainElement, Event } from '#goalpost/model/event.js';
import { ORIGINS } from '#goalpost/model/event.js';
import type { GoalDefinition, TypedRule } from '#goalpost/model/goal.js';
import type { GoalKey, ProjectId, SessionId } from '#goalpost/model/ids.js';
import type { SessionFactsById } from '#goalpost/store/contract/events.js';
import type { Store } from '#goalpost/store/store.js';
import { click, customEvent, goal, T0, visit } from '../support/builders.js';

/** A change of a store. */
export type Step =
  | { readonly kind: 'send'; readonly events: readonly Event[]; readonly facts: SessionFactsById }
  | { readonly kind: 'put'; readonly goal: GoalDefinition }
  | { readonly kind: 'remove'; readonly key: GoalKey }
  | { readonly kind: 'erase'; readonly sessionId: string }
  | { readonly kind: 'work' }
  | { readonly kind: 'wait' };

export const SESSIONS = ['1', '2', '10', 'b', 'B-2', 'z.9', '_', '01ARZ3NDEKTSV4RRFFQ69G5FAV'];
const EVENTS = ['a', 'b', 'B', '0', 'e_1', 'f-2', 'zz'];
/** Few different times, so that many events share one. */
const at = fc.integer({ min: T0, max: T0 + 5 });
/** Texts that need escaping in SQL, JSON or URLs. */
const text = fc.oneof(
  fc.constantFrom('', "'", '"', '\\', '\\N', '\t\n\r', '\u0000', '\ud800', '😀', '{x:String}', 'NULL', '%27'),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
);
const orNull = <Value>(of: fc.Arbitrary<Value>) => fc.option(of, { nil: null });
const url = fc.oneof(
  fc.constantFrom(
    '/',
    '/a',
    '/a/b?x=1',
    '/c',
    'https://shop.example/a',
    'https://shop.example/c?utm_source=news',
    '/a?gclid=Cj0&ref=google',
  ),
  text.map((path) => `/a/${path}`),
);
const where = fc.record({
  sessionId: fc.constantFrom(...SESSIONS),
  id: fc.constantFrom(...EVENTS),
  at,
  origin: fc.constantFrom(...ORIGINS),
});
const element = fc.array(
  fc.record({ tag: fc.constantFrom('a', 'main'), classes: fc.array(fc.constantFrom('buy', 'x'), { maxLength: 2 }) }),
  { maxLength: 3 },
);
const money = fc.constantFrom(
  { value: null, currency: null },
  { value: '49.00', currency: 'EUR' },
  { value: '0.10', currency: null },
);

const event: fc.Arbitrary<Event> = fc.oneof(
  fc.tuple(url, orNull(text), where).map(([page, title, rest]) => visit(page, { ...rest, title })),
  fc
    .tuple(element, orNull(url), where)
    .map(([chain, page, rest]) => click(chain as ChainElement[], { ...rest, url: page })),
  fc
    .tuple(
      fc.oneof(fc.constantFrom('purchase', 'refund'), text),
      money,
      fc.dictionary(text, orNull(text), { maxKeys: 2 }),
      where,
    )
    .map(([name, worth, properties, rest]) => customEvent(name, { ...rest, ...worth, properties })),
);

const client = fc.record({
  browser: orNull(fc.constantFrom('Firefox', 'Chrome')),
  device: orNull(fc.constantFrom('desktop', 'mobile')),
  platformOs: fc.constant('Linux'),
  language: orNull(fc.constantFrom('nl', 'pt-BR')),
  country: fc.constant(null),
});

const facts = fc
  .array(fc.tuple(fc.constantFrom(...SESSIONS), client), { maxLength: 2 })
  .map(
    (known): SessionFactsById => new Map(known.map(([id, one]) => [id as SessionId, { client: one, visitor: null }])),
  );

const rule: fc.Arbitrary<TypedRule> = fc.oneof(
  fc
    .constantFrom('/', '/a', '/c')
    .map((pattern): TypedRule => ({ type: 'url', rule: { match: 'prefix', pattern, on: 'path' } })),
  fc.constantFrom('a.buy', 'main').map((selector): TypedRule => ({ type: 'click', rule: { selector } })),
  fc.constantFrom('purchase', 'refund').map((name): TypedRule => ({ type: 'event', rule: { name } })),
);

const goalName = fc.constantFrom('A goal', "O'Brien\\\\", '😀');

const KEYS = ['g', 'h', 'thanks-2'] as GoalKey[];
const goals = fc
  .tuple(rule, fc.constantFrom(...KEYS), fc.constantFrom('every' as const, 'once' as const), goalName, money)
  .map(([typed, key, count, name, worth]) => goal(typed, { key, count, name, ...worth }));

export const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constant('send' as const),
        events: fc.array(event, { minLength: 1, maxLength: 12 }),
        facts,
      }),
    },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('put' as const), goal: goals }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('remove' as const), key: fc.constantFrom(...KEYS) }) },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('erase' as const), sessionId: fc.constantFrom(...SESSIONS) }),
    },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('work' as const) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('wait' as const) }) },
  ),
  { minLength: 4, maxLength: 24 },
);

/** Applies a step and returns the store's answer. Steps of work return nothing, because they differ between stores. */
export async function applyStep(
  store: Store,
  step: Exclude<Step, { kind: 'wait' }>,
  projectId: ProjectId,
): Promise<unknown> {
  switch (step.kind) {
    case 'send':
      return store.events.record(projectId, step.events, step.facts);
    case 'put': {
      const current = await store.goals.find(projectId, step.goal.key);
      return current ? store.goals.replace(projectId, current, step.goal) : store.goals.create(projectId, step.goal);
    }
    case 'remove':
      return store.goals.remove(projectId, step.key);
    case 'erase':
      return store.sessions.erase(projectId, step.sessionId as SessionId);
    case 'work':
      await store.goals.work();
  }
}
