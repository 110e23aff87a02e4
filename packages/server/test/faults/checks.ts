import { setTimeout as sleep } from 'node:timers/promises';
import type { ProjectGoals } from '#goalpost/store/goals/versions.js';
import { run } from '../support/clickhouse/store.js';
import { goalOf } from './goal-changes.js';
import { P1 } from './ids.js';
import { faultOf, type Source } from './ledger.js';
import { ask, headersFor, persist, type Round } from './load.js';
import { idsOf } from './reads.js';

/** Reads per server, so that each replica of a shard is asked. */
const READS = 2;
const SESSIONS_PER_READ = 100;
const LOOK_EVERY_MS = 100;

/** Checks at every server that each session of these sources has exactly the events that were acknowledged. */
export async function checkSources(round: Round, sources: readonly Source[]): Promise<void> {
  for (let start = 0; start < sources.length; start += SESSIONS_PER_READ) {
    const some = sources.slice(start, start + SESSIONS_PER_READ);
    for (const server of round.installation.servers) {
      for (let read = 0; read < READS; read++) await checkAt(round, server.api, some);
    }
  }
}

async function checkAt(round: Round, api: string, sources: readonly Source[]): Promise<void> {
  const expected = idsOf(sources, ({ acknowledged }) => acknowledged);
  const visits = await idsAt(round, api, 'get-visits', sources);
  const conversions = await idsAt(round, api, 'get-conversions', sources);
  const goals = new Map([['page', expected]]);
  const ofRound = sources.filter((source) => source.round === round.number);
  if (ofRound.length > 0)
    goals.set(
      goalOf(round),
      idsOf(ofRound, ({ acknowledged }) => acknowledged),
    );
  const note = (what: string, fault: string | null) => {
    if (fault) round.ledger.violations.push(`after the repair, ${what} at ${api}: ${fault}`);
  };
  note('visits', faultOf(visits, expected, expected));
  for (const [key, ids] of goals) {
    const infix = `:url:${key}:`;
    const got = conversions.filter((id) => id.includes(infix)).map((id) => id.replace(infix, ':'));
    note(`conversions of ${key}`, faultOf(got, ids, ids));
  }
}

async function idsAt(round: Round, api: string, what: string, sources: readonly Source[]): Promise<string[]> {
  const body = JSON.stringify({ session_ids: sources.map(({ session }) => session) });
  const answer = await persist(
    () =>
      round.requests.send({
        what,
        url: `${api}/sessions/${what}`,
        headers: headersFor(round.installation.tokens[P1], body),
        body,
        expects: [200],
      }),
    [200],
  );
  return answer.body.data;
}

/** Waits until the goal of the round has been matched with the events before it. */
export async function goalIsMatched(round: Round): Promise<void> {
  const look = () =>
    ask(round, { what: 'read goal', method: 'GET', address: `goals/${goalOf(round)}`, expects: [200] });
  while ((await persist(look, [200])).body.data.matching.state !== 'done') await sleep(LOOK_EVERY_MS);
}

/** Goals are limited in number. */
export async function deleteGoal(round: Round): Promise<void> {
  const send = () =>
    ask(round, { what: 'delete goal', method: 'DELETE', address: `goals/${goalOf(round)}`, expects: [200, 404] });
  await persist(send, [200, 404]);
}

/** Checks that there is no session that nobody knows. */
export async function checkTotal(round: Round): Promise<void> {
  const body = JSON.stringify({ start_date: '2000-01-01', end_date: '2100-01-01', per_page: 1 });
  const look = () => ask(round, { what: 'project/sessions', address: 'project/sessions', body, expects: [200] });
  const { total } = (await persist(look, [200])).body.data;
  const known = new Set(round.ledger.known.map(({ session }) => session)).size;
  if (total !== known)
    round.ledger.violations.push(`after the repair: ${total} sessions are stored, ${known} were named`);
}

/**
 * Checks that both replicas of a shard have the same records. Conversions of deleted goals are left out: those are being erased
 * in the background, at one replica before the other.
 */
export async function checkReplicas({ installation, ledger }: Round): Promise<void> {
  const { cluster, database } = installation;
  const counts = new Map<number, Set<string>>();
  const at = `${cluster.nodes[0]!.url}/?database=${database.database}`;
  const body = await run(
    at,
    `SELECT argMax(body, revision) FROM catalogue WHERE kind = 'goals' AND id = '${P1}' FORMAT RawBLOB`,
  );
  const { versions } = JSON.parse(body) as ProjectGoals;
  const kept = [0, ...versions.filter(({ state }) => state === 'live').map(({ no }) => no)];
  for (const { url } of cluster.nodes) await run(url, `SYSTEM FLUSH DISTRIBUTED ${database.database}.records`);
  for (const { url, place } of cluster.nodes) {
    const digest = 'count(), groupBitXor(cityHash64(session_id, event_id, goal_no, precedence))';
    const found = await run(
      `${url}/?database=${database.database}`,
      `SELECT ${digest} FROM records_local FINAL WHERE goal_no IN (${kept})`,
    );
    counts.set(place.shard, (counts.get(place.shard) ?? new Set()).add(found));
  }
  for (const [shard, found] of counts)
    if (found.size > 1) ledger.violations.push(`the replicas of shard ${shard} differ: ${[...found].join(' and ')}`);
}
