import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { CLICKHOUSE_CASES, CLICKHOUSE_REPORT_CASES } from './clickhouse/cases.mjs';
import { measureClickHouse } from './clickhouse/measure-clickhouse.mjs';
import { TRACK_CASES } from './collect/cases.mjs';
import { measureCollecting, measureReadsWhileCollecting } from './collect/measure-collect.mjs';
import { CONSOLE_CASES, measureConsole } from './console/measure-console.mjs';
import { conversionSet, importSet } from './data/data-set.mjs';
import { FAIR_CASES, GOAL_CASES } from './fairness/cases.mjs';
import { measureFairness, measureGoals } from './fairness/measure-fairness.mjs';
import { measureFollowing } from './following/measure-following.mjs';
import { measureImport } from './imports/measure-import.mjs';
import { LIST_CASES } from './lists/cases.mjs';
import { measureLists } from './lists/measure-lists.mjs';
import { READ_CASES } from './reads/cases.mjs';
import { measureReads } from './reads/measure-reads.mjs';
import { figure, find } from './report/figures.mjs';
import { printReport } from './report/print.mjs';
import { targets } from './report/targets.mjs';
import { LATE_CASES, REPORT_CASES } from './reports/cases.mjs';
import { reportSet } from './reports/data-set.mjs';
import { measureCollectingWithReports } from './reports/measure-collecting.mjs';
import { measureReports } from './reports/measure-reports.mjs';

const BENCH_DIR = fileURLToPath(new URL('../.bench', import.meta.url));
const RESULTS = path.join(BENCH_DIR, 'results.json');
export const CASE_NAMES = [
  ...READ_CASES,
  ...LIST_CASES,
  ...TRACK_CASES,
  ...GOAL_CASES,
  ...FAIR_CASES,
  ...REPORT_CASES,
  ...LATE_CASES,
  ...CONSOLE_CASES,
  ...CLICKHOUSE_CASES,
]
  .map(({ name }) => name)
  .concat(
    'reads-while-collecting',
    'following',
    'import',
    'collecting-with-reports',
    'reports',
    'console',
    'clickhouse-reports',
  );

const FULL = {
  dataSets: [100_000, 1_000_000, 10_000_000],
  clickHouseSets: [1_000_000, 10_000_000, 50_000_000],
  importConversions: 400_000,
  reportSessionsPerYear: 2_500_000,
  rounds: 3,
  seconds: 3,
};
const QUICK = {
  dataSets: [100_000, 1_000_000],
  clickHouseSets: [1_000_000, 10_000_000],
  importConversions: 80_000,
  reportSessionsPerYear: 100_000,
  rounds: 3,
  seconds: 1,
};

/** Runs all cases, or `only` the named one, or those on `clickhouse`, in rounds of `seconds`. Prints and writes the results. */
export async function run({ quick, only, clickhouse, seconds }) {
  const extent = { ...(quick ? QUICK : FULL), ...(seconds && { seconds: Number(seconds) }) };
  const isWanted = ({ name }) => (only === undefined ? !clickhouse || name.startsWith('clickhouse-') : name === only);
  const readCases = READ_CASES.filter(isWanted);
  const whileCollecting = isWanted({ name: 'reads-while-collecting' });
  // reads-while-collecting needs the full rate of track-1.
  const trackCases = TRACK_CASES.filter((one) => isWanted(one) || (whileCollecting && one.name === 'track-1'));
  mkdirSync(BENCH_DIR, { recursive: true });

  const results = {
    machine: machine(),
    extent,
    startedAt: new Date().toISOString(),
    servers: [],
    reads: [],
    collected: [],
    whileCollecting: [],
    goals: [],
    fairness: [],
    following: [],
    lists: [],
    import: null,
    reports: null,
    collectedWithReports: [],
    console: [],
    clickhouse: await measureClickHouse(BENCH_DIR, [], extent),
  };
  if (trackCases.length > 0) results.collected = await measureCollecting(BENCH_DIR, trackCases, extent);
  // Their figures are ratios, so a single case of them is measured with the others.
  if (GOAL_CASES.some(isWanted)) results.goals = await measureGoals(BENCH_DIR, GOAL_CASES, extent);
  results.fairness = await measureFairness(BENCH_DIR, FAIR_CASES.filter(isWanted), extent);
  if (isWanted({ name: 'following' })) results.following = await measureFollowing(BENCH_DIR, extent);
  if (whileCollecting) {
    const fullRate = figure(find(results.collected, 'track-1', 'goalpost'), 'perSecond');
    const dataSet = await conversionSet(BENCH_DIR, extent.dataSets[0]);
    results.whileCollecting = await measureReadsWhileCollecting(dataSet, fullRate, extent);
    write(results);
  }
  const listCases = LIST_CASES.filter(isWanted);
  if (listCases.length > 0) {
    const dataSet = await conversionSet(BENCH_DIR, extent.dataSets.at(-1));
    results.lists = await measureLists(dataSet, listCases);
    write(results);
  }
  if (readCases.length > 0) {
    const dataSets = [];
    for (const conversions of extent.dataSets) dataSets.push(await conversionSet(BENCH_DIR, conversions));
    results.servers = await measureReads(dataSets, readCases, extent, (reads) => {
      results.reads.push(...reads);
      write(results);
    });
  }
  if (isWanted({ name: 'import' })) {
    results.import = await measureImport(
      await importSet(BENCH_DIR, extent.importConversions),
      BENCH_DIR,
      extent.rounds,
    );
  }
  const wantsReports = ({ name }) => isWanted({ name }) || only === 'reports';
  const reportCases = [REPORT_CASES.filter(wantsReports), LATE_CASES.filter(wantsReports)];
  if (reportCases.flat().length > 0) {
    results.reports = await measureReports(await reportSet(BENCH_DIR, extent.reportSessionsPerYear), ...reportCases);
  }
  if (isWanted({ name: 'collecting-with-reports' })) {
    const dataSet = await reportSet(BENCH_DIR, extent.reportSessionsPerYear);
    results.collectedWithReports = await measureCollectingWithReports(BENCH_DIR, dataSet, extent);
  }
  const consoleCases = CONSOLE_CASES.filter(({ name }) => isWanted({ name }) || only === 'console');
  if (consoleCases.length > 0) {
    results.console = await measureConsole(await reportSet(BENCH_DIR, extent.reportSessionsPerYear), consoleCases);
  }
  write(results);
  // Last, because these take as long as all others together.
  const clickHouseCases = only === 'clickhouse-reports' ? CLICKHOUSE_REPORT_CASES : CLICKHOUSE_CASES.filter(isWanted);
  results.clickhouse = await measureClickHouse(BENCH_DIR, clickHouseCases, extent);
  write(results);
  printReport({ ...results, targets: targets(results) });
  console.log(`\nEvery sample is in ${path.relative(process.cwd(), RESULTS)}.`);
}

/** Called after each kind of case and each read, so that an interrupted run keeps its results. */
function write(results) {
  writeFileSync(RESULTS, `${JSON.stringify({ ...results, targets: targets(results) }, null, 2)}\n`);
}

function machine() {
  const processors = cpus();
  return {
    processor: processors[0].model,
    cores: processors.length,
    memoryGb: Math.round(totalmem() / 1e9),
    node: process.version,
    system: `${process.platform} ${release()}`,
    loadAverageAtStart: loadavg()[0],
  };
}
