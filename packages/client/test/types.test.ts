import {
  type Conversion,
  type ConversionsPage,
  type ConversionsQuery,
  type EventSource,
  type Figures,
  Goalpost,
  type ImportEvent,
  type ReportGroup,
  type SessionCount,
  type TimelineEntry,
  type Visit,
  type VisitCount,
} from '@goalpost/client';
import type { ImportLine } from '@goalpost/server/dist/collect/event/event-schema.js';
import { describe, expectTypeOf, it } from 'vitest';

// `tsc -b` checks these types at compile time; nothing is called.

const client = new Goalpost({ url: 'https://stats.example', token: 'gp_1' });
const sessionIds = [1, 'two'] as const;

it('the result type of getConversions follows its arguments', () => {
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

it('the result types of pages and iterations follow their arguments', () => {
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

it('visits are typed like conversions', () => {
  const visits = async () => {
    expectTypeOf(client.getVisits({ sessionIds })).resolves.toEqualTypeOf<string[]>();
    expectTypeOf(client.getVisits({ sessionIds, expand: true })).resolves.toEqualTypeOf<Visit[]>();
    expectTypeOf(client.getVisits({ sessionIds, key: 'count' })).resolves.toEqualTypeOf<number[]>();
    expectTypeOf(client.getVisits({ sessionIds, key: 'count', expand: true })).resolves.toEqualTypeOf<VisitCount[]>();
    for await (const one of client.visits({ sessionIds, expand: true })) expectTypeOf(one).toEqualTypeOf<Visit>();
  };
  expectTypeOf(visits).toBeFunction();
});

it('the type of a timeline entry determines its fields', () => {
  const urlOf = (entry: TimelineEntry): string | null =>
    entry.type === 'event' ? entry.name : entry.type === 'click' ? entry.href : entry.url;
  expectTypeOf(urlOf).toBeFunction();
});

describe('the type of a report follows its arguments:', () => {
  const january = { startDate: '2026-01-01', endDate: '2026-01-31' };

  it('a row has the groups that were asked about', async () => {
    const reports = async () => {
      const { rows, totals } = await client.getReport({ ...january, groupBy: ['source', 'type'] });
      expectTypeOf(totals).toEqualTypeOf<Figures>();
      expectTypeOf(rows[0]!.group).toEqualTypeOf<{
        readonly source: string | null;
        readonly type: 'click' | 'url' | 'event';
      }>();
      // @ts-expect-error: a group that was not asked about
      expectTypeOf(rows[0]!.group.day).toBeNever();
      for await (const { group } of client.reportRows({ ...january, groupBy: ['day'] })) {
        expectTypeOf(group).toEqualTypeOf<{ readonly day: string }>();
      }
      const { rows: none } = await client.getReport(january);
      expectTypeOf<keyof (typeof none)[number]['group']>().toBeNever();
    };
    expectTypeOf(reports).toBeFunction();
  });

  it('there is a period before when there is a comparison', () => {
    const reports = async () => {
      const compared = await client.getReport({ ...january, groupBy: ['day'], compare: 'previous_period' });
      expectTypeOf(compared.before.totals).toEqualTypeOf<Figures>();
      expectTypeOf(compared.rows[0]!.before).toEqualTypeOf<Figures | null>();
      const alone = await client.getReport({ ...january, groupBy: ['day'] });
      expectTypeOf(alone).not.toHaveProperty('before');
      expectTypeOf(alone.rows[0]!).not.toHaveProperty('before');
    };
    expectTypeOf(reports).toBeFunction();
  });

  it('each of several queries has rows of its own', () => {
    const reports = async () => {
      const { queries } = await client.getReport({
        ...january,
        compare: { startDate: '2025-01-01', endDate: '2025-01-31' },
        queries: [{ groupBy: ['day'], sort: 'day' }, { groupBy: ['goal', 'country'] }],
      });
      expectTypeOf(queries).toHaveProperty('length').toEqualTypeOf<2>();
      expectTypeOf(queries[0].rows[0]!.group).toEqualTypeOf<{ readonly day: string }>();
      expectTypeOf(queries[1].rows[0]!.group).toEqualTypeOf<{
        readonly goal: string;
        readonly country: string | null;
      }>();
      expectTypeOf(queries[1].rows[0]!.before).toEqualTypeOf<Figures | null>();
    };
    expectTypeOf(reports).toBeFunction();
  });

  it('what is decided later may be absent', () => {
    const reports = async (groupBy: ReportGroup[], compare: 'previous_year' | undefined) => {
      const report = await client.getReport({ ...january, groupBy, compare });
      expectTypeOf(report.rows[0]!.group.day).toEqualTypeOf<string | undefined>();
      expectTypeOf(report.rows[0]!.group.source).toEqualTypeOf<string | null | undefined>();
      expectTypeOf(report.before?.totals).toEqualTypeOf<Figures | undefined>();
    };
    expectTypeOf(reports).toBeFunction();
  });
});

it('a misspelled or misplaced argument does not compile', () => {
  const wrong = () => [
    // @ts-expect-error: it is startDate
    client.getConversions({ sessionIds, start_date: '2026-01-01' }),
    // @ts-expect-error: a count has no pages
    client.getConversionsPage({ sessionIds, key: 'count' }),
    // @ts-expect-error: visits have no types
    client.getVisits({ sessionIds, types: ['click'] }),
    // @ts-expect-error: a list of sessions has a period
    client.sessions.page({ startDate: '2026-01-01' }),
    // @ts-expect-error: an unknown sort key
    client.sessions.page({ startDate: '2026-01-01', endDate: '2026-01-31', sortKey: 'name' }),
    // @ts-expect-error: an unknown group
    client.getReport({ startDate: '2026-01-01', endDate: '2026-01-31', groupBy: ['city'] }),
    // @ts-expect-error: it is groupBy
    client.getReport({ startDate: '2026-01-01', endDate: '2026-01-31', group_by: ['day'] }),
    // @ts-expect-error: each of several queries has its own sort
    client.getReport({ startDate: '2026-01-01', endDate: '2026-01-31', sort: 'day', queries: [{ groupBy: ['day'] }] }),
    // @ts-expect-error: it is groupBy in each query too
    client.getReport({ startDate: '2026-01-01', endDate: '2026-01-31', queries: [{ group_by: ['day'] }] }),
    // @ts-expect-error: an unknown type
    client.getConversions({ sessionIds, types: ['clicks'] }),
    // @ts-expect-error: a click rule for a url goal
    client.goals.create({ key: 'a', name: 'A', type: 'url', rule: { selector: 'a' } }),
    // @ts-expect-error: a visit has a url
    client.importEvents([{ session_id: 1, type: 'visit', at: '2026-01-03T10:00:00Z' }]),
  ];
  expectTypeOf(wrong).toBeFunction();
});

it('events have the shape that the server reads', () => {
  expectTypeOf<ImportLine>().toExtend<ImportEvent>();
  expectTypeOf<Sent<ImportEvent>>().toExtend<ImportLine>();
  expectTypeOf<KeyOf<ImportEvent>>().toEqualTypeOf<KeyOf<ImportLine>>();
  expectTypeOf<ImportEvent[]>().toExtend<EventSource>();
});

type KeyOf<Union> = Union extends unknown ? keyof Union : never;

/** The type as JSON, without undefined fields. */
type Sent<T> = T extends readonly (infer Item)[]
  ? Sent<Item>[]
  : T extends object
    ? { -readonly [Key in keyof T]: Sent<Exclude<T[Key], undefined>> }
    : T;
