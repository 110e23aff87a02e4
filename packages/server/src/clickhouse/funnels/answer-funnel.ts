import { chainOf } from '../../store/funnels/chain.js';
import { funnelAnswer } from '../../store/funnels/page.js';
import type { FunnelAnswer, FunnelQuestion } from '../../store/funnels/question.js';
import { FunnelTally } from '../../store/funnels/tally.js';
import type { Cluster } from '../cluster/cluster.js';
import { goalsOf } from '../conversions/selected-goals.js';
import type { Catalogue } from '../projects/catalogue.js';
import { FunnelSource } from './funnel-source.js';
import { isTooMuchForRules } from './rule-events.js';
import { shardSource } from './shard-source.js';

/**
 * Answers a funnel by one list of goals. Each shard says what its own sessions did, and this process follows their chains. When
 * the signal aborts, the shards stop, and the call rejects with the signal's reason.
 */
export async function answerFunnel(
  cluster: Cluster,
  catalogue: Catalogue,
  question: FunnelQuestion,
  signal: AbortSignal,
  sessionsPerSlice: number,
): Promise<FunnelAnswer | 'too_many_events'> {
  const { versions } = await goalsOf(catalogue, { projectId: question.projectId, types: null });
  const tallies = question.periods.map(() => new FunnelTally(question.path.steps.length));
  const sources = cluster.shards.flatMap((shard) =>
    question.periods.map((period, index) => ({
      tally: tallies[index]!,
      source: new FunnelSource(
        shardSource(cluster, shard, signal),
        { ...question, period },
        versions,
        sessionsPerSlice,
      ),
    })),
  );
  const all = sources.map(({ source }) => source);
  if (await isTooMuchForRules(all, question)) return 'too_many_events';
  // One period after another, so that the sessions of one are in memory.
  for (const [index, tally] of tallies.entries()) {
    const ofPeriod = sources.filter((one) => one.tally === tally);
    await Promise.all(ofPeriod.map(({ source }) => count(source, question, tallies[index]!, signal)));
  }
  return funnelAnswer(question, tallies);
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
