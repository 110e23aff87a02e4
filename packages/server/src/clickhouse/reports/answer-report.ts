import type { Figures } from '../../model/report.js';
import { pageOf } from '../../store/reports/page.js';
import type { ReportAnswer, ReportQuestion } from '../../store/reports/question.js';
import type { Cluster } from '../cluster/cluster.js';
import type { Node } from '../cluster/node.js';
import type { Settings } from '../cluster/query-client.js';
import { goalsOf } from '../conversions/selected-goals.js';
import type { Catalogue } from '../projects/catalogue.js';
import { tablesOf } from '../summaries/fingerprints.js';
import { ReportPlan } from './report-plan.js';
import { ReportSums } from './report-sums.js';
import { TalliedFigures } from './tallied-figures.js';
import { tallyOf } from './tallies.js';
import { type Ask, UnitCount } from './unit-count.js';

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
  const tables = tablesOf(cluster);
  const plan = new ReportPlan(question, versions, tables);
  const sums = new ReportSums(plan, question, tables);
  const isEmpty = plan.source.periods.length === 0;
  const counted = isEmpty
    ? []
    : await Promise.all(
        cluster.shards.map((shard) =>
          // Each node has summaries and sums of its own records.
          cluster.atReplica(
            shard,
            (node, over) => new UnitCount(asking(node, over), plan, sums, sessionsPerSlice).rows(),
            signal,
          ),
        ),
      );
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

function asking(node: Node, signal: AbortSignal): Ask {
  return (query) => node.query({ ...query, settings: SETTINGS, workMsMax: WORK_MS_MAX }, signal);
}
