import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GoalKey, ProjectId, SessionId, TokenId } from '#goalpost/model/ids.js';
import { type Store, StoreUnavailable } from '#goalpost/store/store.js';
import { ALL, P1, selection } from '../store/tools.js';
import { click, customEvent, goal, project, T0, token, urlGoal, visit } from '../support/builders.js';
import { type Cluster, startCluster } from '../support/clickhouse/cluster.js';
import { FAULTS, type FaultyProxy, startFaultyProxy } from '../support/clickhouse/faulty-proxy.js';
import { type ClickHouseDatabase, newDatabase } from '../support/clickhouse/store.js';
import { repetitions } from '../support/repetitions.js';

// A proxy damages half of all answers. `SEED=… npx vitest run …` chooses other damage.

const SEED = Number(process.env.SEED ?? 20_261_128);
const IDS = Array.from({ length: 6 }, (_, index) => `s${index}` as SessionId);
const [FIRST] = IDS as [SessionId];
const NOBODY = 'nobody' as SessionId;
const EVER = { from: null, until: null };
const DAY = '2026-01-03';
const VISITOR = { day: DAY, hash: 'abc' };
const VISITS = { projectId: P1, sessionIds: IDS, period: EVER, visitIds: null };
const SESSIONS = { projectId: P1, period: EVER, filters: { texts: {} } };
const RULE = { type: 'url', rule: { match: 'prefix', pattern: '/', on: 'path' } } as const;
const WHOLE = { after: null, through: null };

/** Every kind of question that the server and the commands ask a store. */
const QUESTIONS: readonly ((store: Store) => Promise<unknown>)[] = [
  (store) => store.projects.find(P1),
  (store) => store.projects.find('unknown' as ProjectId),
  (store) => store.projects.findBySiteKey('site-p1'),
  (store) => store.projects.list(),
  (store) => store.tokens.find('t1' as TokenId),
  (store) => store.tokens.find('unknown' as TokenId),
  (store) => store.tokens.list(P1),
  (store) => store.goals.list(P1),
  (store) => store.goals.find(P1, 'page' as GoalKey),
  (store) => store.goals.preview({ projectId: P1, typed: RULE, period: EVER }, null),
  (store) => store.sessions.known(P1, [...IDS, NOBODY]),
  (store) => store.sessions.hasTrusted(P1),
  (store) => store.sessions.list(SESSIONS, { sortKey: 'id', sortOrder: 'asc', limit: 3, offset: 1 }),
  (store) => store.sessions.timeline(P1, FIRST, ALL),
  (store) => store.sessions.timeline(P1, NOBODY, ALL),
  (store) => store.visitors.salt(DAY),
  (store) => store.visitors.sessions([VISITOR], 0),
  (store) => store.visits.ids(VISITS, ALL),
  (store) => store.visits.list(VISITS, ALL),
  (store) => store.visits.count(VISITS),
  (store) => store.conversions.ids(selection(IDS), ALL),
  (store) => store.conversions.list(selection(IDS), ALL),
  // In no particular order.
  async (store) => new Set(await store.conversions.count(selection(IDS))),
  (store) => store.contents.goals(P1),
  (store) => store.contents.stretch(P1, null),
  (store) => store.contents.events(P1, WHOLE, null),
  (store) => store.contents.totals(P1, WHOLE),
  (store) => store.contents.eventsTotal(P1),
  (store) => store.contents.salts(DAY),
  (store) => store.contents.visitors(DAY, null),
];

describe.each([
  { where: 'the only node', replicas: 1 },
  { where: 'one of two replicas', replicas: 2 },
])('a proxy that damages answers of $where', ({ replicas }) => {
  let cluster: Cluster;
  let proxy: FaultyProxy;
  let database: ClickHouseDatabase;
  let direct: Store;
  const behind: Store[] = [];

  beforeAll(async () => {
    cluster = await startCluster(1, replicas);
    database = await newDatabase(cluster);
    direct = await database.open();
    proxy = await startFaultyProxy(cluster.urls[0]!, SEED);
    const urls = [proxy.url, ...cluster.urls.slice(1)];
    // One computes conversions here, the other in ClickHouse.
    for (const recordsPerReadMax of [10_000, 0])
      behind.push(await database.open(Date.now, { recordsPerReadMax, urls }));
    await direct.projects.create(project());
    await direct.tokens.create(token());
    await direct.goals.create(P1, urlGoal('/', { key: 'page' }));
    await direct.goals.create(P1, goal({ type: 'click', rule: { selector: 'a' } }, { key: 'link', count: 'once' }));
    const client = { browser: 'Firefox', device: 'desktop', platformOs: null, language: 'nl', country: null } as const;
    const facts = new Map(IDS.map((sessionId) => [sessionId, { client, visitor: VISITOR }]));
    const events = IDS.flatMap((sessionId) => [
      ...Array.from({ length: 5 }, (_, index) => visit(`/${index}`, { sessionId, id: `v${index}`, at: T0 + index })),
      click([{ tag: 'a' }], { sessionId, id: 'c', at: T0 + 9 }),
      customEvent('purchase', { sessionId, id: 'p', at: T0 + 10, value: '49.00', currency: 'EUR' }),
    ]);
    await direct.events.record(P1, events, facts);
    await direct.visitors.salt(DAY);
  });
  afterAll(async () => {
    for (const store of [direct, ...behind]) await store?.close();
    await proxy?.stop();
    await cluster?.stop();
  });

  it('leads to right answers or to none', async () => {
    const expected = await Promise.all(QUESTIONS.map((question) => question(direct)));
    for (const [index, question] of QUESTIONS.entries()) {
      for (const store of behind) expect(await question(store), String(question)).toEqual(expected[index]);
    }
    proxy.share = 0.5;
    let [right, refused] = [0, 0];
    for (let round = 0; round < repetitions(12); round++) {
      for (const [index, question] of QUESTIONS.entries()) {
        const store = behind[round % 2]!;
        const answer = await question(store).catch((error: unknown) => error);
        if (answer instanceof StoreUnavailable) refused++;
        else {
          expect(answer, `${question}, SEED=${SEED}`).toEqual(expected[index]);
          right++;
        }
      }
    }
    proxy.share = 0;
    expect(right).toBeGreaterThan(QUESTIONS.length);
    // A twin answers what the damaged node cannot.
    if (replicas > 1) expect(refused).toBe(0);
    else expect(refused).toBeGreaterThan(QUESTIONS.length);
    for (const fault of FAULTS) expect(proxy.happened.get(fault), fault).toBeGreaterThan(0);
  });

  it('leads to no change that is acknowledged and not made', async () => {
    const session = 'changes' as SessionId;
    const acknowledged: string[] = [];
    proxy.share = 0.3;
    for (let index = 0; index < repetitions(30); index++) {
      const id = `e${index}`;
      const store = behind[index % 2]!;
      const changes = [
        () => store.events.record(P1, [visit('/', { sessionId: session, id, at: T0 + index })]),
        () => store.tokens.create(token({ id: `t-${id}` })),
      ];
      for (const [kind, change] of changes.entries()) {
        const answer = await change().catch((error: unknown) => error);
        if (!(answer instanceof StoreUnavailable)) {
          expect(answer, `SEED=${SEED}`).toEqual(kind === 0 ? ['stored'] : undefined);
          acknowledged.push(kind === 0 ? id : `t-${id}`);
        }
      }
    }
    proxy.share = 0;
    expect(acknowledged.length).toBeGreaterThan(0);
    const missing = async () => {
      const { entries } = (await direct.sessions.timeline(P1, session, ALL))!;
      const tokens = await direct.tokens.list(P1);
      const made = new Set<string>([...entries.map(({ event }) => event.id), ...tokens.map(({ id }) => id)]);
      return acknowledged.filter((id) => !made.has(id));
    };
    // Rows that one replica took alone reach the other a moment later.
    await expect.poll(missing, { timeout: 30_000 }).toEqual([]);
  });
});
