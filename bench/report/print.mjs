import { median } from '../measure/statistics.mjs';
import { printClickHouse } from './clickhouse.mjs';
import { figure, find, ratio, relative, sizesOf } from './figures.mjs';
import { exact, printTable, times, whole } from './table.mjs';

/** Prints the results as tables. Figures are medians over the rounds; ratios are medians of the ratios within a round. */
export function printReport(results) {
  const {
    machine,
    extent,
    servers,
    reads,
    lists,
    collected,
    goals,
    fairness,
    following,
    whileCollecting,
    import: imported,
    reports,
    collectedWithReports,
    console: views,
    targets,
    clickhouse,
  } = results;
  const { processor, cores, memoryGb, node, system, loadAverageAtStart } = machine;
  console.log(`\n${processor}, ${cores} cores, ${memoryGb} GB, Node ${node}, ${system}`);
  console.log(
    `load average at the start ${loadAverageAtStart.toFixed(1)}; ${extent.rounds} rounds of ${extent.seconds} s`,
  );
  printTable(
    "Reads: Goalpost, and its requests per second relative to each other contender's",
    READ_COLUMNS,
    readRows(reads),
  );
  printTable('Other contenders: requests (straight: reads) per second', CONTENDER_COLUMNS, contenderRows(reads));
  printTable('Pages of project/sessions', LIST_COLUMNS, lists);
  printTable('Collecting', COLLECT_COLUMNS, collectRows(collected));
  printTable('Collecting with ordinary goals', GOAL_COLUMNS, goals);
  printTable('A quiet project, alone and beside a busy one', FAIR_COLUMNS, fairness);
  if (following.length > 0) printTable('Collecting with 1,000 followers', FOLLOWING_COLUMNS, [following]);
  if (whileCollecting.length > 0)
    printTable('Lists of 3 sessions while collecting', WHILE_COLUMNS, [whileRow(whileCollecting)]);
  printTable('Servers', SERVER_COLUMNS, servers);
  if (imported) printTable('Import', IMPORT_COLUMNS, [importRow(imported)]);
  if (reports) {
    printTable('Reports', REPORT_COLUMNS, reports.reports);
    printTable('The server that answers reports', REPORT_SERVER_COLUMNS, [reports]);
  }
  printTable('Collecting with reports', WITH_REPORTS_COLUMNS, collectedWithReports);
  printTable('The overview of the console in a browser', CONSOLE_COLUMNS, views);
  printClickHouse(clickhouse);
  printTable('Targets', TARGET_COLUMNS, targets);
}

const READ_COLUMNS = {
  case: (row) => row.case,
  conversions: (row) => whole(row.conversions),
  'requests/s': (row) => whole(row.perSecond),
  'p50 ms': (row) => exact(row.p50Ms),
  'p99 ms': (row) => exact(row.p99Ms),
  'hand-written': (row) => times(row.ofHandWritten),
  'p99 vs hand-written': (row) => times(row.p99OfHandWritten),
  fastify: (row) => times(row.ofFastify),
  'node-http': (row) => times(row.ofNodeHttp),
  straight: (row) => times(row.ofStraight),
};
const CONTENDER_COLUMNS = {
  case: (row) => row.case,
  conversions: (row) => whole(row.conversions),
  contender: (row) => row.contender,
  'per second': (row) => whole(figure(row, 'perSecond')),
  'p50 ms': (row) => exact(figure(row, 'p50Ms')),
  'p99 ms': (row) => exact(figure(row, 'p99Ms')),
};
const SERVER_COLUMNS = {
  server: (row) => row.name,
  conversions: (row) => whole(row.conversions),
  'ready ms': (row) => whole(row.readyMs),
  'MB at rest': (row) => whole(row.restMb),
  'peak MB': (row) => whole(row.peakMb),
};
const LIST_COLUMNS = {
  case: (row) => row.case,
  'sessions in total': (row) => whole(row.sessions),
  'p50 ms': (row) => exact(median(row.samples)),
  'slowest ms': (row) => exact(Math.max(...row.samples)),
};
const COLLECT_COLUMNS = {
  case: (row) => row.case,
  'requests/s': (row) => whole(row.perSecond),
  'events/s': (row) => whole(row.eventsPerSecond),
  'p50 ms': (row) => exact(row.p50Ms),
  'p99 ms': (row) => exact(row.p99Ms),
  'fastify requests/s': (row) => whole(row.barePerSecond),
  'vs fastify': (row) => times(row.ofBare),
  'bytes/event': (row) => whole(row.bytesPerEvent),
  'events/session': (row) => exact(row.eventsPerSession),
  'peak MB': (row) => whole(row.peakMb),
};
const GOAL_COLUMNS = {
  case: (row) => row.case,
  goals: (row) => whole(row.goals),
  'requests/s': (row) => whole(figure(row, 'perSecond')),
  'p99 ms': (row) => exact(figure(row, 'p99Ms')),
};
const FOLLOWING_COLUMNS = {
  'events/s': (samples) => whole(median(samples.map(({ alone }) => alone.perSecond))),
  'with followers of another project': (samples) => times(relative(samples, 'others')),
  'with its own': (samples) => times(relative(samples, 'own')),
  'MB they were told': (samples) => whole(median(samples.map(({ own }) => own.megabytes))),
};
const WITH_REPORTS_COLUMNS = {
  case: (row) => row.case,
  'requests/s': (row) => whole(median(row.samples.map(({ noting }) => noting.perSecond))),
  'of without what reports need': (row) => times(relative(row.samples, 'noting', 'plain')),
  'with a year of history': (row) => whole(median(row.samples.map(({ alone }) => alone.perSecond))),
  'while somebody looks': (row) => times(relative(row.samples, 'nowAndThen')),
  'while reports never stop': (row) => times(relative(row.samples, 'always')),
  'p99 ms then': (row) => exact(median(row.samples.map(({ always }) => always.p99Ms))),
  'reports then': (row) => whole(median(row.samples.map(({ always }) => always.reports))),
};
const FAIR_COLUMNS = {
  case: (row) => row.case,
  'alone p50 ms': (row) => exact(median(row.samples.map(({ alone }) => alone.p50Ms))),
  'alone p99 ms': (row) => exact(median(row.samples.map(({ alone }) => alone.p99Ms))),
  'beside p50 ms': (row) => exact(median(row.samples.map(({ beside }) => beside.p50Ms))),
  'beside p99 ms': (row) => exact(median(row.samples.map(({ beside }) => beside.p99Ms))),
  'busy events stored': (row) => whole(median(row.samples.map(({ busyEvents }) => busyEvents))),
};
const WHILE_COLUMNS = {
  'alone/s': (row) => whole(row.alone),
  'while collecting/s': (row) => whole(row.during),
  'vs alone': (row) => times(row.ofAlone),
  'events/s': (row) => whole(row.events),
  'vs half the full rate': (row) => times(row.ofWanted),
};
const IMPORT_COLUMNS = {
  events: (row) => whole(row.events),
  'events/s': (row) => whole(row.eventsPerSecond),
  'rows/s': (row) => whole(row.perSecond),
  'raw rows/s': (row) => whole(row.rawPerSecond),
  'vs raw': (row) => times(row.ofRaw),
  'peak MB': (row) => whole(row.peakMb),
};
const REPORT_COLUMNS = {
  case: (row) => row.case,
  'sessions a year': (row) => whole(row.perYear),
  'p50 ms': (row) => exact(median(row.samples)),
  'fastest ms': (row) => exact(Math.min(...row.samples)),
  'slowest ms': (row) => exact(Math.max(...row.samples)),
};
const CONSOLE_COLUMNS = {
  case: (row) => row.case,
  'sessions a year': (row) => whole(row.perYear),
  'totals: p50 ms': (row) => whole(median(row.samples.map(({ totalsMs }) => totalsMs))),
  'slowest ms': (row) => whole(Math.max(...row.samples.map(({ totalsMs }) => totalsMs))),
  'everything: p50 ms': (row) => whole(median(row.samples.map(({ wholeMs }) => wholeMs))),
  'its slowest ms': (row) => whole(Math.max(...row.samples.map(({ wholeMs }) => wholeMs))),
};
const REPORT_SERVER_COLUMNS = {
  'MB at rest': (row) => whole(row.restMb),
  'peak MB': (row) => whole(row.peakMb),
  'a year by source, by hand over the rows: ms': (row) => whole(row.byHandMs ?? undefined),
};
const TARGET_COLUMNS = {
  '': (row) => (row.isReached ? 'reached' : 'MISSED'),
  what: (row) => row.what,
  wanted: (row) => row.wanted,
  found: (row) => (row.found < 10 ? row.found.toFixed(2) : whole(row.found)),
};

function readRows(reads) {
  return reads
    .filter(({ contender }) => contender === 'goalpost')
    .map((read) => {
      const other = (contender, conversions) => find(reads, read.case, contender, conversions);
      const byHand = other('hand-written', read.conversions);
      return {
        case: read.case,
        conversions: read.conversions,
        perSecond: figure(read, 'perSecond'),
        p50Ms: figure(read, 'p50Ms'),
        p99Ms: figure(read, 'p99Ms'),
        ofHandWritten: ratio(read, byHand, 'perSecond'),
        p99OfHandWritten: ratio(read, byHand, 'p99Ms'),
        ofFastify: ratio(read, other('fastify', null), 'perSecond'),
        ofNodeHttp: ratio(read, other('node-http', null), 'perSecond'),
        ofStraight: ratio(read, other('straight', read.conversions), 'perSecond'),
      };
    });
}

function collectRows(collected) {
  return collected
    .filter(({ contender }) => contender === 'goalpost')
    .map((row) => {
      const bare = find(collected, row.case, 'fastify');
      const middle = Object.fromEntries(
        ['perSecond', 'eventsPerSecond', 'p50Ms', 'p99Ms'].map((field) => [field, figure(row, field)]),
      );
      return { ...row, ...middle, barePerSecond: figure(bare, 'perSecond'), ofBare: ratio(row, bare, 'perSecond') };
    });
}

function whileRow(samples) {
  const middle = (of) => median(samples.map(of));
  return {
    alone: middle(({ alone }) => alone.perSecond),
    during: middle(({ during }) => during.perSecond),
    ofAlone: middle(({ alone, during }) => during.perSecond / alone.perSecond),
    events: middle(({ eventsPerSecond }) => eventsPerSecond),
    ofWanted: middle(({ eventsPerSecond, wantedPerSecond }) => eventsPerSecond / wantedPerSecond),
  };
}

/** Only on the largest data set; the file has all results. */
function contenderRows(reads) {
  const shown = [null, sizesOf(reads).at(-1)];
  return reads.filter(({ contender, conversions }) => contender !== 'goalpost' && shown.includes(conversions));
}

function importRow({ events, samples }) {
  const middle = (of) => median(samples.map(of));
  return {
    events,
    eventsPerSecond: middle((sample) => sample.eventsPerSecond),
    perSecond: middle((sample) => sample.perSecond),
    rawPerSecond: middle((sample) => sample.rawPerSecond),
    ofRaw: middle((sample) => sample.perSecond / sample.rawPerSecond),
    peakMb: middle((sample) => sample.peakMb),
  };
}
