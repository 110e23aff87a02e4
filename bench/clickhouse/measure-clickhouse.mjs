import {
  CLICKHOUSE_GATHERING_CASE,
  CLICKHOUSE_READ_CASES,
  CLICKHOUSE_REPORT_CASES,
  CLICKHOUSE_SHARDS_CASE,
  CLICKHOUSE_TRACK_CASES,
} from './cases.mjs';
import { clickHouseSet } from './data-set.mjs';
import { measureClickHouseCollecting } from './measure-collect.mjs';
import { measureGathering } from './measure-gathering.mjs';
import { measureClickHouseReads } from './measure-reads.mjs';
import { measureClickHouseReports } from './measure-reports.mjs';
import { measureShards } from './measure-shards.mjs';
import { startNodes } from './nodes.mjs';

/** Starts nodes, which keep their data sets, and measures the given cases on them. */
export async function measureClickHouse(benchDir, cases, extent) {
  const results = { sets: [], reads: [], collected: [], reports: [], shards: [], gathering: [], nodePeakMb: null };
  const readCases = CLICKHOUSE_READ_CASES.filter((one) => cases.includes(one));
  const trackCases = CLICKHOUSE_TRACK_CASES.filter((one) => cases.includes(one));
  const reportCases = CLICKHOUSE_REPORT_CASES.filter((one) => cases.includes(one));
  const isGathering = cases.includes(CLICKHOUSE_GATHERING_CASE);
  if (readCases.length + trackCases.length + reportCases.length > 0 || isGathering) {
    const nodes = await startNodes(benchDir, 1);
    if (readCases.length > 0) {
      for (const conversions of extent.clickHouseSets) {
        results.sets.push(await clickHouseSet(nodes, benchDir, conversions));
      }
      results.reads = await measureClickHouseReads(nodes, results.sets, readCases, extent);
    }
    if (trackCases.length > 0) results.collected = await measureClickHouseCollecting(nodes, trackCases, extent);
    if (reportCases.length > 0) {
      results.reports = await measureClickHouseReports(nodes, benchDir, reportCases, extent.reportSessionsPerYear);
    }
    if (isGathering) results.gathering = await measureGathering(nodes, extent);
    [results.nodePeakMb] = nodes.peakMb();
    await nodes.stop();
  }
  if (cases.includes(CLICKHOUSE_SHARDS_CASE)) results.shards = await measureShards(benchDir, extent);
  return results;
}
