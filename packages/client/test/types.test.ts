import {
  type Conversion,
  type ConversionsPage,
  type ConversionsQuery,
  type EventSource,
  Goalpost,
  type ImportEvent,
  type SessionCount,
  type TimelineEntry,
  type Visit,
  type VisitCount,
} from '@goalpost/client';
import type { ImportLine } from '@goalpost/server/dist/collect/event/event-schema.js';
import { expectTypeOf, it } from 'vitest';

// What stands here is checked when this is compiled, by `tsc -b`; nothing is called.

const client = new Goalpost({ url: 'https://stats.example', token: 'gp_1' });
const sessionIds = [1, 'two'] as const;

it('what getConversions gives follows what it is asked', () => {
  const ask = client.getConversions.bind(client);
  const lists = () => [
    expectTypeOf(ask({ sessionIds })).resolves.toEqualTypeOf<string[]>(),
    expectTypeOf(ask({ sessionIds, key: 'list', expand: false })).resolves.toEqualTypeOf<string[]>(),
    expectTypeOf(client.getConversions({ sessionIds, expand: true })).resolves.toEqualTypeOf<Conversion[]>(),
  ];
  const counts = () => [
    expectTypeOf(client.getConversions({ sessionIds, key: 'count' })).resolves.toEqualTypeOf<number[]>(),
    expectTypeOf(client.getConversions({ sessionIds, key: 'count', expand: true })).resolves.toEqualTypeOf<
      SessionCount[]
    >(),
  ];
  const decidedLater = (expand: boolean, query: ConversionsQuery) => [
    expectTypeOf(client.getConversions({ sessionIds, expand })).resolves.toEqualTypeOf<string[] | Conversion[]>(),
    expectTypeOf(client.getConversions(query)).resolves.toEqualTypeOf<
      string[] | Conversion[] | number[] | SessionCount[]
    >(),
  ];
  expectTypeOf(lists).toBeFunction();
  expectTypeOf(counts).toBeFunction();
  expectTypeOf(decidedLater).toBeFunction();
});

it('so do pages and iterations', () => {
  const paged = async () => {
    for await (const id of client.conversions({ sessionIds })) expectTypeOf(id).toEqualTypeOf<string>();
    for await (const one of client.conversions({ sessionIds, expand: true }))
      expectTypeOf(one).toEqualTypeOf<Conversion>();
    expectTypeOf(client.getConversionsPage({ sessionIds })).resolves.toEqualTypeOf<ConversionsPage<false>>();
    const { entries } = await client.getConversionsPage({ sessionIds, expand: true });
    expectTypeOf(entries).toEqualTypeOf<readonly Conversion[]>();
  };
  expectTypeOf(paged).toBeFunction();
});

it('visits are typed as conversions are', () => {
  const visits = async () => {
    expectTypeOf(client.getVisits({ sessionIds })).resolves.toEqualTypeOf<string[]>();
    expectTypeOf(client.getVisits({ sessionIds, expand: true })).resolves.toEqualTypeOf<Visit[]>();
    expectTypeOf(client.getVisits({ sessionIds, key: 'count' })).resolves.toEqualTypeOf<number[]>();
    expectTypeOf(client.getVisits({ sessionIds, key: 'count', expand: true })).resolves.toEqualTypeOf<VisitCount[]>();
    for await (const one of client.visits({ sessionIds, expand: true })) expectTypeOf(one).toEqualTypeOf<Visit>();
  };
  expectTypeOf(visits).toBeFunction();
});

it('an entry of a timeline is told by its type', () => {
  const urlOf = (entry: TimelineEntry): string | null =>
    entry.type === 'event' ? entry.name : entry.type === 'click' ? entry.href : entry.url;
  expectTypeOf(urlOf).toBeFunction();
});

it('a misspelt or misplaced argument does not compile', () => {
  const wrong = () => [
    // @ts-expect-error: it is startDate
    client.getConversions({ sessionIds, start_date: '2026-01-01' }),
    // @ts-expect-error: a count has no pages
    client.getConversionsPage({ sessionIds, key: 'count' }),
    // @ts-expect-error: visits have no types
    client.getVisits({ sessionIds, types: ['click'] }),
    // @ts-expect-error: a list of sessions has a period
    client.sessions.page({ startDate: '2026-01-01' }),
    // @ts-expect-error: a key to sort by that there is not
    client.sessions.page({ startDate: '2026-01-01', endDate: '2026-01-31', sortKey: 'name' }),
    // @ts-expect-error: a type there is not
    client.getConversions({ sessionIds, types: ['clicks'] }),
    // @ts-expect-error: a rule of clicks for a goal on visits
    client.goals.create({ key: 'a', name: 'A', type: 'url', rule: { selector: 'a' } }),
    // @ts-expect-error: a visit has a url
    client.importEvents([{ session_id: 1, type: 'visit', at: '2026-01-03T10:00:00Z' }]),
  ];
  expectTypeOf(wrong).toBeFunction();
});

it('events are of the shape that the server reads', () => {
  expectTypeOf<ImportLine>().toExtend<ImportEvent>();
  expectTypeOf<Sent<ImportEvent>>().toExtend<ImportLine>();
  expectTypeOf<KeyOf<ImportEvent>>().toEqualTypeOf<KeyOf<ImportLine>>();
  expectTypeOf<ImportEvent[]>().toExtend<EventSource>();
});

type KeyOf<Union> = Union extends unknown ? keyof Union : never;

/** As JSON sends it: what is undefined is absent. */
type Sent<T> = T extends readonly (infer Item)[]
  ? Sent<Item>[]
  : T extends object
    ? { -readonly [Key in keyof T]: Sent<Exclude<T[Key], undefined>> }
    : T;
