import type { Figures } from '../../model/report.js';
import { pageOf } from '../../store/reports/page.js';
import type { ReportAnswer, ReportQuestion } from '../../store/reports/question.js';
import type { Cluster } from '../cluster/cluster.js';
import type { Query } from '../cluster/node.js';
import type { Settings } from '../cluster/query-client.js';
import type { Columns, RowOf } from '../cluster/rows.js';
import { goalsOf } from '../conversions/selected-goals.js';
import type { Catalogue } from '../projects/catalogue.js';
import { slicesOf } from '../rows/slices.js';
import { tablesOf } from '../summaries/fingerprints.js';
import { ReportPlan } from './report-plan.js';
import type { ReportSource } from './report-source.js';
import { TalliedFigures } from './tallied-figures.js';
import { type CountedUnits, tallyOf } from './tallies.js';

/** A node may work this long on a report. Heartbeats tell when it is away. */
export const WORK_MS_MAX = 3_600_000;
/** A node stops its work when this process closes the connection, which it only does for statements that may not write. */
export const SETTINGS: Settings = {
  readonly: 2,
  cancel_http_readonly_queries_on_client_close: 1,
  // Records lie in the order of their sessions and events: grouping by these needs no table of all groups, and half the time.
  optimize_aggregation_in_order: 1,
};

/**
 * Answers all queries of a report by one list of goals. Each shard counts its own sessions, in slices that fit its memory. A
 * statement sees one state of its data. When the signal aborts, the shards stop, and the call rejects with the signal's reason.
 */
export async function answerReport(
  cluster: Cluster,
  catalogue: Catalogue,
  question: ReportQuestion,
  signal: AbortSignal,
  sessionsPerSlice: number,
): Promise<ReportAnswer> {
  const { versions } = await goalsOf(catalogue, { projectId: question.projectId, types: null });
  const plan = new ReportPlan(question, versions, tablesOf(cluster));
  const isEmpty = plan.source.periods.length === 0;
  const counted = isEmpty
    ? []
    : await Promise.all(cluster.shards.map((of) => countUnits(cluster, of, plan, sessionsPerSlice, signal)));
  // The answers may have been on their way before the shards saw the stop.
  signal.throwIfAborted();
  const rows = counted.flat();
  const [totals, ...figures] = plan.queries.map((query) =>
    question.periods.map((_period, index) => new TalliedFigures(query.groupBy, tallyOf(plan, query, index, rows))),
  );
  return {
    totals: totals!.map((ofPeriod): Figures => ofPeriod.of([])),
    pages: question.queries.map((query, index) => pageOf(question, query, figures[index]!)),
  };
}

async function countUnits(
  cluster: Cluster,
  shard: number,
  plan: ReportPlan,
  sessionsPerSlice: number,
  signal: AbortSignal,
): Promise<CountedUnits[]> {
  const ofReport = { settings: SETTINGS, workMsMax: WORK_MS_MAX };
  const [sessions] = await cluster.queryReplica(shard, { ...plan.source.slicing, ...ofReport }, signal);
  const counted: CountedUnits[] = [];
  for (const slice of slicesOf(sessions!, sessionsPerSlice)) {
    const source = plan.source.in(slice);
    // Each node has summaries of its own records.
    const units = await cluster.atReplica(
      shard,
      async (node, over) => {
        const ask = <C extends Columns>(query: Query<C>) => node.query({ ...query, ...ofReport }, over);
        const summarized = await ask(plan.countUnits(source, null));
        return summarized.length > 0 ? summarized : ask(plan.countUnits(source, await oddAddressesIn(source, ask)));
      },
      signal,
    );
    counted.push(...(units as unknown as CountedUnits[]));
  }
  return counted;
}

type Ask = <C extends Columns>(query: Query<C>) => Promise<RowOf<C>[]>;

async function oddAddressesIn({ oddAddresses }: ReportSource, ask: Ask): Promise<string[]> {
  return oddAddresses ? (await ask(oddAddresses)).map(({ address }) => address) : [];
}
