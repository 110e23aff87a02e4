import { chainOf } from '../../store/funnels/chain.js';
import { funnelAnswer } from '../../store/funnels/page.js';
import type { FunnelAnswer, FunnelQuestion } from '../../store/funnels/question.js';
import { FunnelTally } from '../../store/funnels/tally.js';
import type { Cluster } from '../cluster/cluster.js';
import type { Settings } from '../cluster/query-client.js';
import { goalsOf } from '../conversions/selected-goals.js';
import type { RecordsSource } from '../conversions/selected-sessions.js';
import type { Catalogue } from '../projects/catalogue.js';
import { FunnelSource } from './funnel-source.js';

/** A node may work this long on a funnel. Heartbeats tell when it is away. */
const WORK_MS_MAX = 3_600_000;
/** A node stops its work when this process closes the connection, which it only does for statements that may not write. */
const SETTINGS: Settings = { readonly: 2, cancel_http_readonly_queries_on_client_close: 1 };

/**
 * Answers a funnel by one list of goals. Each shard says what its own sessions did, and this process follows their chains. When
 * the signal aborts, the shards stop, and the call rejects with the signal's reason.
 */
export async function answerFunnel(
  cluster: Cluster,
  catalogue: Catalogue,
  question: FunnelQuestion,
  signal: AbortSignal,
): Promise<FunnelAnswer | 'too_many_events'> {
  const { versions } = await goalsOf(catalogue, { projectId: question.projectId, types: null });
  const tallies = question.periods.map(() => new FunnelTally(question.path.steps.length));
  const sources = cluster.shards.flatMap((shard) =>
    question.periods.map((period, index) => ({
      tally: tallies[index]!,
      source: new FunnelSource(sourceOf(cluster, shard, signal), { ...question, period }, versions),
    })),
  );
  if (question.path.steps.some((step) => 'typed' in step)) {
    const events = await Promise.all(sources.map(({ source }) => source.countEvents()));
    if (events.reduce((sum, count) => sum + count, 0) > question.ruleEventsMax) return 'too_many_events';
  }
  // One after another for each shard would take longer, and all periods at once more memory.
  for (const [index, tally] of tallies.entries()) {
    const ofPeriod = sources.filter((one) => one.tally === tally);
    await Promise.all(ofPeriod.map(({ source }) => count(source, question, tallies[index]!, signal)));
  }
  return funnelAnswer(question, tallies);
}

function sourceOf(cluster: Cluster, shard: number, signal: AbortSignal): RecordsSource {
  return {
    records: cluster.local('records'),
    ask: (query) => cluster.queryReplica(shard, { ...query, settings: SETTINGS, workMsMax: WORK_MS_MAX }, signal),
  };
}

async function count(
  source: FunnelSource,
  { path }: FunnelQuestion,
  tally: FunnelTally,
  signal: AbortSignal,
): Promise<void> {
  for await (const { group, at, bits, sessions } of source.histories()) {
    tally.add(group, chainOf(path, { at, bits }), sessions);
  }
  signal.throwIfAborted();
}
