import type { ProjectId, SessionId } from '../../model/ids.js';
import { chainOf, isAmong } from '../../store/funnels/chain.js';
import type { FunnelTest } from '../../store/funnels/question.js';
import type { Cluster } from '../cluster/cluster.js';
import { goalsOf } from '../conversions/selected-goals.js';
import type { Catalogue } from '../projects/catalogue.js';
import { FunnelSource } from './funnel-source.js';
import { isTooMuchForRules } from './rule-events.js';
import { shardSource } from './shard-source.js';

/** The ids of the sessions that pass. Aborts as `answerFunnel` does. */
export async function sessionsOfFunnel(
  cluster: Cluster,
  catalogue: Catalogue,
  projectId: ProjectId,
  test: FunnelTest,
  signal: AbortSignal,
  sessionsPerSlice: number,
): Promise<SessionId[] | 'too_many_events'> {
  const { versions } = await goalsOf(catalogue, { projectId, types: null });
  const sources = cluster.shards.map(
    (shard) =>
      new FunnelSource(
        shardSource(cluster, shard, signal),
        { ...test, projectId, groupBy: null },
        versions,
        sessionsPerSlice,
      ),
  );
  if (await isTooMuchForRules(sources, test)) return 'too_many_events';
  const passing = await Promise.all(sources.map((source) => passingIn(source, test)));
  signal.throwIfAborted();
  return passing.flat();
}

async function passingIn(source: FunnelSource, test: FunnelTest): Promise<SessionId[]> {
  const passing: SessionId[] = [];
  for await (const { id, ...moments } of source.sessions()) {
    if (isAmong(chainOf(test.path, moments), test)) passing.push(id);
  }
  return passing;
}
