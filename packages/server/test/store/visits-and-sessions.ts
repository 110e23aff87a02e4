import { beforeEach, describe, expect, it } from 'vitest';
import type { Client } from '#goalpost/model/client.js';
import type { Event } from '#goalpost/model/event.js';
import type { TypedRule } from '#goalpost/model/goal.js';
import type { GoalKey, ProjectId, SessionId, VisitId } from '#goalpost/model/ids.js';
import type { PageStart } from '#goalpost/model/page.js';
import type { SessionFilters } from '#goalpost/model/session.js';
import type { VisitSelection } from '#goalpost/store/contract/conversions.js';
import type { PreviewPart } from '#goalpost/store/contract/goals.js';
import type { SessionPage } from '#goalpost/store/contract/sessions.js';
import type { Store } from '#goalpost/store/store.js';
import { click, customEvent, goal, project, T0, urlGoal, visit } from '../support/builders.js';
import { P1, P2, toolsOf } from './tools.js';

const EVER = { from: null, until: null };
const HOUR = 3_600_000;

/** The contract for visits and sessions; a part of `describeStore`. */
export function describeVisitsAndSessions(current: () => Store): void {
  let store: Store;
  beforeEach(() => {
    store = current();
  });
  const { record } = toolsOf(current);
  const from = (sessionId: string, client: Partial<Client>, ...events: Event[]) => {
    const unknown: Client = { browser: null, device: null, platformOs: null, language: null, country: null };
    const facts = { client: { ...unknown, ...client }, visitor: null };
    return store.events.record(P1, events, new Map([[sessionId as SessionId, facts]]));
  };

  describe('visits of sessions', () => {
    const of = (sessionIds: string[], changes: Partial<VisitSelection> = {}): VisitSelection => ({
      projectId: P1,
      sessionIds: sessionIds as SessionId[],
      period: EVER,
      visitIds: null,
      ...changes,
    });
    const idsOf = async (selection: VisitSelection, limit = 1000, after: PageStart | null = null) => {
      const { json, next } = await store.visits.ids(selection, { limit, after });
      return { ids: JSON.parse(json) as string[], next };
    };

    beforeEach(async () => {
      await record(
        visit('/a', { sessionId: 'b', id: 'e9', at: T0 + 1 }),
        visit('/a', { sessionId: 'a', id: 'z', at: T0 + 2, title: 'A' }),
        visit('/c', { sessionId: 'a', id: 'y', at: T0 + 2 }),
        visit('/d', { sessionId: 'B', id: 'e1', at: T0 + 2 }),
        click([{ tag: 'a' }], { sessionId: 'a', id: 'x', at: T0 + 2 }),
        customEvent('purchase', { sessionId: 'a', id: 'w', at: T0 + 2 }),
      );
      await store.events.record(P2, [visit('/hidden', { sessionId: 'a', id: 'v' })]);
    });

    it('are listed by id, ordered by time and then id, without clicks and custom events', async () => {
      expect((await idsOf(of(['a', 'b', 'B', 'a', 'none']))).ids).toEqual(['b:e9', 'B:e1', 'a:y', 'a:z']);
    });

    it.each([
      ['a period that excludes its end', { period: { from: T0 + 1, until: T0 + 2 } }, ['b:e9']],
      ['given visits', { visitIds: ['a:z', 'B:e1', 'b:none', 'c:e9'] as VisitId[] }, ['B:e1', 'a:z']],
    ])('are restricted to %s', async (_title, changes, expected) => {
      expect((await idsOf(of(['a', 'b', 'B'], changes))).ids).toEqual(expected);
    });

    it('are returned over pages completely and without repeats', async () => {
      const all: string[] = [];
      let after: PageStart | null = null;
      do {
        const page = await idsOf(of(['a', 'b', 'B']), 1, after);
        expect(page.ids).toHaveLength(1);
        all.push(...page.ids);
        after = page.next;
      } while (after);
      expect(all).toEqual(['b:e9', 'B:e1', 'a:y', 'a:z']);
    });

    it('are returned with all their fields', async () => {
      const { json, next } = await store.visits.list(of(['a']), { limit: 1, after: null });
      const shown = { session_id: 'a', occurred_at: '2026-01-03T10:00:00.002Z', referrer: null, origin: 'trusted' };
      expect(JSON.parse(json)).toEqual([{ ...shown, id: 'a:y', url: '/c', title: null }]);
      const rest = await store.visits.list(of(['a']), { limit: 1, after: next });
      expect(JSON.parse(rest.json)).toEqual([{ ...shown, id: 'a:z', url: '/a', title: 'A' }]);
      expect(rest.next).toBeNull();
    });

    it('are counted by session, without sessions that have none', async () => {
      expect(await store.visits.count(of(['a', 'b', 'none', 'a']))).toEqual(
        new Map([
          ['a', 2],
          ['b', 1],
        ]),
      );
    });
  });

  it('answers the largest allowed requests with the longest ids', async () => {
    const long = (id: number) => `${id}`.padStart(64, '0');
    const visits = Array.from({ length: 3000 }, (_, id) =>
      visit('/', { sessionId: long(id), id: long(id), at: T0 + id }),
    );
    const known = { browser: 'Firefox', device: null, platformOs: null, language: null, country: null };
    const facts = new Map(visits.map(({ sessionId }) => [sessionId, { client: known, visitor: null }]));
    await store.events.record(P1, visits, facts);
    const some = visits.slice(0, 1000);
    const visitIds = some.map(({ sessionId, id }) => `${sessionId}:${id}` as VisitId);
    const selection = { projectId: P1, sessionIds: some.map(({ sessionId }) => sessionId), period: EVER, visitIds };
    expect(await store.visits.count(selection)).toHaveProperty('size', 1000);
    const { json } = await store.visits.ids(selection, { limit: 10_000, after: null });
    expect(JSON.parse(json)).toEqual(visitIds);
    const texts = Array.from({ length: 100 }, (_, index) => '\\'.repeat(2040) + index);
    const filters = { texts: { source: { is: ['no such', ...texts] }, browser: { is: [...texts, 'Firefox'] } } };
    const page = { sortKey: 'id', sortOrder: 'asc', limit: 1, offset: 0 } as const;
    expect(await store.sessions.list({ projectId: P1, period: EVER, filters }, page)).toMatchObject({ total: 0 });
    const { browser } = filters.texts;
    expect(
      await store.sessions.list({ projectId: P1, period: EVER, filters: { texts: { browser } } }, page),
    ).toMatchObject({ total: 3000, sessions: [{ id: long(0) }] });
  });

  it('returns conversions of the most sessions with the longest ids, in a project with a normal id', async () => {
    const projectId = '01ARZ3NDEKTSV4RRFFQ69G5FAV' as ProjectId;
    await store.projects.create(project({ id: projectId, siteKey: 'longest' }));
    await store.goals.create(projectId, urlGoal('/'));
    const sessionIds = Array.from({ length: 1000 }, (_, id) => `${id}`.padStart(64, '_') as SessionId);
    await store.events.record(projectId, [visit('/', { id: 'e1', sessionId: sessionIds[7]! })]);
    const selection = { projectId, sessionIds, period: EVER, types: null };
    expect(await store.conversions.count(selection)).toMatchObject([{ sessionId: sessionIds[7], count: 1 }]);
    const { json } = await store.conversions.ids(selection, { limit: 10_000, after: null });
    expect(JSON.parse(json)).toEqual([`${sessionIds[7]}:url:goal:e1`]);
  });

  describe('sessions of a period', () => {
    const list = async (filters: Partial<SessionFilters> = {}, page: Partial<SessionPage> = {}, period = EVER) => {
      const selection = { projectId: P1, period, filters: { texts: {}, ...filters } };
      const whole: SessionPage = { sortKey: 'created_at', sortOrder: 'desc', limit: 100, offset: 0, ...page };
      const { total, sessions } = await store.sessions.list(selection, whole);
      return { total, ids: sessions.map(({ id }) => id), sessions };
    };

    beforeEach(async () => {
      await store.goals.create(P1, urlGoal('/thanks', { key: 'thanks' }));
      await store.goals.create(P1, urlGoal('/buy', { key: 'buy' }));
      const landing = '/start?utm_source=mail&utm_medium=m&utm_campaign=c&utm_term=t&utm_content=n&gclid=g';
      await from(
        'b',
        { browser: 'Firefox', device: 'mobile', platformOs: 'Android', language: 'nl', country: 'NL' },
        visit(landing, { sessionId: 'b', id: 'e1', at: T0 }),
        visit('/thanks', { sessionId: 'b', id: 'e2', at: T0 + 5000 }),
        visit('/thanks', { sessionId: 'b', id: 'e3', at: T0 + 6000 }),
        click([{ tag: 'a' }], { sessionId: 'b', id: 'e4', at: T0 + 6000 }),
      );
      await from(
        'a',
        { browser: 'Chrome', device: 'desktop' },
        visit('/buy', { sessionId: 'a', id: 'e1', at: T0 + HOUR }),
        customEvent('purchase', { sessionId: 'a', id: 'e2', at: T0 + HOUR + 2000 }),
      );
      await record(visit('/', { sessionId: 'c', id: 'e1', at: T0 + HOUR }));
      await store.events.record(P2, [visit('/', { sessionId: 'hidden', at: T0 })]);
    });

    it('have counts, client and entry', async () => {
      const { sessions } = await list({}, { offset: 2 });
      expect(sessions).toEqual([
        {
          id: 'b',
          startedAt: T0,
          endedAt: T0 + 6000,
          client: { browser: 'Firefox', device: 'mobile', platformOs: 'Android', language: 'nl', country: 'NL' },
          entry: {
            page: '/start',
            source: 'mail',
            utmSource: 'mail',
            utmMedium: 'm',
            utmCampaign: 'c',
            utmTerm: 't',
            utmContent: 'n',
            clickId: 'g',
            clickIdKind: 'gclid',
          },
          entryOrigin: 'trusted',
          visits: 3,
          clicks: 1,
          customEvents: 0,
          conversions: 2,
        },
      ]);
    });

    it.each<[SessionPage['sortKey'], SessionPage['sortOrder'], string[]]>([
      ['created_at', 'desc', ['a', 'c', 'b']],
      ['created_at', 'asc', ['b', 'a', 'c']],
      ['id', 'asc', ['a', 'b', 'c']],
      ['id', 'desc', ['c', 'b', 'a']],
      ['time_spend', 'desc', ['b', 'a', 'c']],
      ['browser', 'asc', ['a', 'b', 'c']],
      ['browser', 'desc', ['b', 'a', 'c']],
      ['device', 'asc', ['a', 'b', 'c']],
      ['platform_os', 'desc', ['b', 'a', 'c']],
      ['country', 'asc', ['b', 'a', 'c']],
    ])('are sorted by %s, %s: ties by id, unknown values last', async (sortKey, sortOrder, expected) => {
      expect((await list({}, { sortKey, sortOrder })).ids).toEqual(expected);
    });

    it.each<[string, Partial<SessionFilters>, string[]]>([
      ['browser', { texts: { browser: { is: ['Firefox'] } } }, ['b']],
      ['any of two browsers', { texts: { browser: { is: ['Firefox', 'Chrome', 'None'] } } }, ['a', 'b']],
      ['device and browser', { texts: { browser: { is: ['Firefox', 'Chrome'] }, device: { is: ['desktop'] } } }, ['a']],
      ['operating system', { texts: { platform_os: { is: ['Android'] } } }, ['b']],
      ['country', { texts: { country: { is: ['NL'] } } }, ['b']],
      ['source', { texts: { source: { is: ['mail'] } } }, ['b']],
      ['utm_source', { texts: { utm_source: { is: ['mail'] } } }, ['b']],
      ['utm_medium', { texts: { utm_medium: { is: ['m'] } } }, ['b']],
      ['utm_campaign', { texts: { utm_campaign: { is: ['c'] } } }, ['b']],
      ['utm_term', { texts: { utm_term: { is: ['t'] } } }, ['b']],
      ['utm_content', { texts: { utm_content: { is: ['n'] } } }, ['b']],
      ['entry page', { texts: { entry_page: { is: ['/buy', '/'] } } }, ['a', 'c']],
      ['another browser', { texts: { browser: { isNot: ['Firefox'] } } }, ['a', 'c']],
      ['another known browser', { texts: { browser: { isNot: ['Firefox', null] } } }, ['a']],
      ['an unknown browser', { texts: { browser: { is: [null] } } }, ['c']],
      ['a part of a browser in any case', { texts: { browser: { contains: ['FIRE', 'x%'] } } }, ['b']],
      ['a part of a browser, or none', { texts: { browser: { contains: ['fox', null] } } }, ['b', 'c']],
      ['an empty part', { texts: { country: { contains: [''] } } }, ['b']],
      ['a goal', { conversion: { goals: ['thanks' as GoalKey] } }, ['b']],
      ['any of two goals', { conversion: { goals: ['thanks', 'buy'] as GoalKey[] } }, ['a', 'b']],
      ['an unknown goal', { conversion: { goals: ['none' as GoalKey] } }, []],
      ['conversions', { converted: true }, ['a', 'b']],
      ['no conversions', { converted: false }, ['c']],
      [
        'a goal and no conversion, which excludes all',
        { conversion: { goals: ['buy' as GoalKey] }, converted: false },
        [],
      ],
    ])('are filtered by %s', async (_title, filters, expected) => {
      const { ids, total } = await list(filters, { sortKey: 'id', sortOrder: 'asc' });
      expect(ids).toEqual(expected);
      expect(total).toBe(expected.length);
    });

    it('are those that began in it; the end is excluded', async () => {
      expect((await list({}, {}, { from: T0, until: T0 + HOUR } as never)).ids).toEqual(['b']);
      expect((await list({}, {}, { from: T0 + 1, until: T0 + HOUR + 1 } as never)).ids).toEqual(['a', 'c']);
    });

    it('come in pages with the total over all pages', async () => {
      expect(await list({}, { limit: 2 })).toMatchObject({ total: 3, ids: ['a', 'c'] });
      expect(await list({}, { limit: 2, offset: 2 })).toMatchObject({ total: 3, ids: ['b'] });
      expect(await list({}, { limit: 2, offset: 4 })).toMatchObject({ total: 3, ids: [] });
    });

    it('count conversions of the current goals', async () => {
      await store.goals.remove(P1, 'thanks' as GoalKey);
      expect((await list({ converted: true })).ids).toEqual(['a']);
      expect((await list({ conversion: { goals: ['thanks' as GoalKey] } })).ids).toEqual([]);
      expect((await list({}, { offset: 2 })).sessions).toMatchObject([{ id: 'b', conversions: 0 }]);
      await store.goals.create(P1, urlGoal('/start', { key: 'later' }));
      expect((await list({ conversion: { goals: ['later' as GoalKey] } })).ids).toEqual([]);
      while (await store.goals.work());
      expect((await list({ conversion: { goals: ['later' as GoalKey] } })).ids).toEqual(['b']);
    });
  });

  describe('the timeline of a session', () => {
    const timeline = (id: string, limit = 1000, after: PageStart | null = null) =>
      store.sessions.timeline(P1, id as SessionId, { limit, after });

    it('has its events in order, with the goals that each met', async () => {
      const rule: TypedRule = { type: 'event', rule: { name: 'purchase', properties: { plan: 'pro' } } };
      await store.goals.create(P1, urlGoal('/a', { key: 'z', name: 'Zed' }));
      await store.goals.create(P1, urlGoal('/', { key: 'any', count: 'once' }));
      await store.goals.create(P1, goal(rule, { key: 'order' }));
      const events = [
        visit('/a', { id: 'b', at: T0, title: 'A' }),
        visit('/a', { id: 'c', at: T0 }),
        click([{ tag: 'a', classes: ['x'] }], { id: 'a', at: T0 + 1, url: '/a', text: 'Go', href: '/b' }),
        customEvent('purchase', { id: 'd', at: T0 + 2, value: '1.50', currency: 'EUR', properties: { plan: 'pro' } }),
        customEvent('$form', { id: 'e', at: T0 + 3, properties: { id: 'newsletter' } }),
      ];
      await record(...[...events].reverse());
      const found = await timeline('1');
      expect(found!.entries.map(({ event }) => event)).toEqual(events);
      const url = { type: 'url', version: 1, rule: { match: 'prefix', on: 'path' } };
      expect(found!.entries.map(({ goals }) => goals)).toMatchObject([
        [
          { ...url, key: 'any', rule: { pattern: '/' } },
          { ...url, key: 'z', name: 'Zed', rule: { pattern: '/a' } },
        ],
        [{ ...url, key: 'z' }],
        [],
        [{ ...rule, key: 'order', version: 1 }],
        [],
      ]);
      // Goalpost sends `$form` by itself.
      expect(found!.session).toMatchObject({ id: '1', visits: 2, clicks: 1, customEvents: 1, conversions: 4 });
      expect(found!.next).toBeNull();
    });

    it('comes in pages', async () => {
      await store.goals.create(P1, urlGoal('/'));
      await record(...['c', 'a', 'b', 'd'].map((id) => visit('/', { id, at: id === 'd' ? T0 + 1 : T0 })));
      const ids: string[] = [];
      let after: PageStart | null = null;
      do {
        const page = await timeline('1', 1, after);
        expect(page!.entries).toMatchObject([{ goals: [{ key: 'goal' }] }]);
        ids.push(...page!.entries.map(({ event }) => event.id));
        after = page!.next;
      } while (after);
      expect(ids).toEqual(['a', 'b', 'c', 'd']);
    });

    it('names the visible version, even while history is matched again', async () => {
      await store.goals.create(P1, urlGoal('/a', { key: 'g' }));
      await record(visit('/a'), visit('/b', { id: 'e2', at: T0 + 1 }));
      const before = (await store.goals.find(P1, 'g' as GoalKey))!;
      await store.goals.replace(P1, before, urlGoal('/b', { key: 'g' }));
      expect((await timeline('1'))!.entries.map(({ goals }) => goals.map(({ version }) => version))).toEqual([[1], []]);
      while (await store.goals.work());
      expect((await timeline('1'))!.entries.map(({ goals }) => goals.map(({ version }) => version))).toEqual([[], [2]]);
    });

    it('is null when the project has no such session', async () => {
      await store.events.record(P2, [visit('/', { sessionId: 'theirs' })]);
      expect(await timeline('theirs')).toBeNull();
    });
  });

  describe('the preview of a rule', () => {
    const preview = async (typed: TypedRule, period = EVER) => {
      const parts: PreviewPart[] = [];
      let next: string | null = null;
      do {
        const part: PreviewPart = await store.goals.preview({ projectId: P1, typed, period }, next);
        parts.push(part);
        next = part.next;
      } while (next !== null);
      const sum = (of: 'examined' | 'sessions') => parts.reduce((total, part) => total + part[of], 0);
      return {
        parts: parts.length,
        examined: sum('examined'),
        matched: parts.reduce((total, { matchedAt }) => total + matchedAt.length, 0),
        matchedAt: parts.flatMap(({ matchedAt }) => matchedAt).sort(),
        sessions: sum('sessions'),
        examples: parts.flatMap(({ examples }) => examples),
      };
    };
    const rule = (pattern: string): TypedRule => ({ type: 'url', rule: { match: 'prefix', pattern, on: 'path' } });

    it('counts events of its type that match, and their sessions, and shows some', async () => {
      await record(
        visit('/a', { sessionId: '1', id: 'e1' }),
        visit('/a', { sessionId: '1', id: 'e2' }),
        visit('/b', { sessionId: '2', id: 'e1' }),
        click([{ tag: 'a' }], { sessionId: '2', id: 'e2' }),
        visit('/a', { sessionId: '3', id: 'e1', at: T0 + 1 }),
      );
      await store.events.record(P2, [visit('/a', { sessionId: 'hidden' })]);
      const found = await preview(rule('/a'));
      expect(found).toMatchObject({ examined: 4, matched: 3, sessions: 2 });
      expect(found.examples.map(({ sessionId, id }) => `${sessionId}:${id}`)).toEqual(['3:e1', '1:e1', '1:e2']);
      expect(await preview({ type: 'click', rule: { selector: 'a' } })).toMatchObject({ examined: 1, matched: 1 });
      expect(await preview({ type: 'event', rule: { name: 'x' } })).toMatchObject({ examined: 0, matched: 0 });
      expect(await store.goals.list(P1)).toEqual([]);
    });

    it('shows those of the latest sessions first, which trusted events date', async () => {
      await record(
        visit('/a', { sessionId: '1', id: 'e1', at: T0, origin: 'public' }),
        visit('/a', { sessionId: '1', id: 'e2', at: T0 + 20 }),
        visit('/a', { sessionId: '2', id: 'e1', at: T0 + 10 }),
      );
      const { examples } = await preview(rule('/a'));
      expect(examples.map(({ sessionId, id }) => `${sessionId}:${id}`)).toEqual(['1:e1', '1:e2', '2:e1']);
    });

    it('covers the events of a period, including sessions that began before it', async () => {
      await record(
        visit('/a', { sessionId: '1', id: 'e1' }),
        visit('/a', { sessionId: '1', id: 'e2', at: T0 + 10 }),
        visit('/a', { sessionId: '2', id: 'e1', at: T0 + 20 }),
      );
      const period = { from: T0 + 1, until: T0 + 20 } as never;
      expect(await preview(rule('/a'), period)).toMatchObject({ examined: 1, matchedAt: [T0 + 10], sessions: 1 });
    });

    it('comes in parts that do not count any event or session twice', async () => {
      const events = Array.from({ length: 15_000 }, (_, index) =>
        visit(index % 2 === 0 ? '/a' : '/b', {
          sessionId: index < 12_000 ? 'long' : `${index}`.padStart(64, 's'),
          id: `e${index}`,
        }),
      );
      await record(...events);
      const found = await preview(rule('/a'));
      expect(found).toMatchObject({ examined: 15_000, matched: 7500, sessions: 1 + 1500 });
      expect(found.parts).toBeGreaterThan(1);
    });
  });
}
