import { median } from '../measure/statistics.mjs';
import { figure, find, ratio, sizesOf } from './figures.mjs';
import { exact, printTable, times, whole } from './table.mjs';
import { atLeast, atMost } from './target.mjs';

const LIST_3 = 'clickhouse-list-3';

/** Prints the results on ClickHouse. Figures are medians over the rounds; ratios are medians of the ratios within a round. */
export function printClickHouse({ sets, reads, collected, reports, shards, gathering, nodePeakMb }) {
  printTable('ClickHouse: data sets', SET_COLUMNS, sets);
  printTable('ClickHouse: reads, next to the same query sent directly to the node', READ_COLUMNS, readRows(reads));
  printTable('ClickHouse: SELECT 1', NOTHING_COLUMNS, of(reads, 'select-1').map(middle));
  printTable('ClickHouse: collecting, next to raw inserts', COLLECT_COLUMNS, collectRows(collected));
  printTable(
    'ClickHouse: reports, next to the same question sent directly to the node',
    REPORT_COLUMNS,
    reportRows(reports),
  );
  printTable('ClickHouse: 3 sessions and track-20 on shards, on one machine', SHARD_COLUMNS, shards.map(shardRow));
  printTable('ClickHouse: one event a request, by how long a commit waits for more', GATHERING_COLUMNS, gathering);
  if (nodePeakMb !== null) console.log(`\nClickHouse node: peak resident memory ${whole(nodePeakMb)} MB`);
}

/** The targets of reads, collecting and reports on ClickHouse, on the largest measured data set. */
export function clickHouseTargets({ reads, collected, reports }) {
  const sizes = sizesOf(reads);
  const [smallest, largest] = [sizes[0], sizes.at(-1)];
  const on = (contender, size = largest, name = LIST_3) => find(reads, name, contender, size);
  const track = of(collected, 'goalpost').map((row) => figure(row, 'eventsPerSecond'));
  return [
    atMost(
      'ClickHouse, list of 3 sessions: p50 relative to the same query',
      1.3,
      ratio(on('goalpost'), on('straight'), 'p50Ms'),
    ),
    atMost(
      'ClickHouse, list of 3 sessions: p50 on the largest data set relative to the smallest',
      1.25,
      smallest === largest ? undefined : ratio(on('goalpost'), on('goalpost', smallest), 'p50Ms'),
    ),
    atLeast(
      'ClickHouse, list of 3 sessions over 16 connections: requests per second relative to the same query',
      1,
      ratio(on('goalpost', largest, `${LIST_3}-over-16`), on('straight', largest, `${LIST_3}-over-16`), 'perSecond'),
    ),
    atLeast(
      'ClickHouse: events collected per second in the fastest case',
      20_000,
      track.length > 0 ? Math.max(...track) : undefined,
    ),
    ...of(reports, 'goalpost').map((row) => atMost(`report ${row.case}: p50 ms`, row.atMostMs, figure(row, 'ms'))),
  ];
}

const READ_COLUMNS = {
  case: (row) => row.case,
  conversions: (row) => whole(row.conversions),
  'requests/s': (row) => whole(row.perSecond),
  'p50 ms': (row) => exact(row.p50Ms),
  'p99 ms': (row) => exact(row.p99Ms),
  'straight/s': (row) => whole(row.straightPerSecond),
  'straight p50 ms': (row) => exact(row.straightP50Ms),
  'straight p99 ms': (row) => exact(row.straightP99Ms),
  'requests/s vs straight': (row) => times(row.ofStraight),
  'p50 vs straight': (row) => times(row.p50OfStraight),
  'node ms/request': (row) => exact(row.nodeMs),
  'straight node ms/request': (row) => exact(row.straightNodeMs),
};
const REPORT_COLUMNS = {
  case: (row) => row.case,
  'sessions a year': (row) => whole(row.perYear),
  'p50 ms': (row) => whole(row.ms),
  'from to ms': (row) => `${whole(row.least)} to ${whole(row.most)}`,
  'node ms': (row) => whole(row.nodeMs),
  'straight p50 ms': (row) => whole(row.straightMs),
  'straight node ms': (row) => whole(row.straightNodeMs),
  'p50 vs straight': (row) => times(row.ofStraight),
  'node vs straight': (row) => times(row.nodeOfStraight),
};
const NOTHING_COLUMNS = {
  case: (row) => row.case,
  'per second': (row) => whole(row.perSecond),
  'p50 ms': (row) => exact(row.p50Ms),
  'p99 ms': (row) => exact(row.p99Ms),
};
const COLLECT_COLUMNS = {
  case: (row) => row.case,
  'requests/s': (row) => whole(row.perSecond),
  'events/s': (row) => whole(row.eventsPerSecond),
  'p50 ms': (row) => exact(row.p50Ms),
  'p99 ms': (row) => exact(row.p99Ms),
  'raw rows/s': (row) => whole(row.rawPerSecond),
  'vs raw': (row) => times(row.ofRaw),
  'node us/event': (row) => whole(row.nodeUsPerEvent),
  'bytes/event': (row) => whole(row.bytesPerEvent),
  parts: (row) => whole(row.parts),
  'peak MB': (row) => whole(row.peakMb),
};
const SET_COLUMNS = {
  conversions: (row) => whole(row.conversions),
  events: (row) => whole(row.events),
  rows: (row) => whole(row.rows),
  parts: (row) => whole(row.parts),
  'bytes/event': (row) => exact(row.bytesPerEvent),
  'index bytes in memory/event': (row) => exact(row.indexBytes / row.events),
};
const SHARD_COLUMNS = {
  shards: (row) => whole(row.shards),
  'reads/s': (row) => whole(row.readsPerSecond),
  'node ms/read': (row) => exact(row.nodeMsPerRead),
  'events/s': (row) => whole(row.eventsPerSecond),
  'node us/event': (row) => whole(row.nodeUsPerEvent),
};
const GATHERING_COLUMNS = {
  round: (row) => whole(row.round),
  connections: (row) => whole(row.connections),
  'waits ms': (row) => whole(row.gatherMs),
  'events/s': (row) => whole(row.perSecond),
  'p50 ms': (row) => whole(row.p50Ms),
  'p99 ms': (row) => whole(row.p99Ms),
  'node us/event': (row) => whole(row.nodeUsPerEvent),
};

const of = (rows, contender) => rows.filter((row) => row.contender === contender);

function middle(row) {
  const fields = ['perSecond', 'eventsPerSecond', 'p50Ms', 'p99Ms', 'nodeMs', 'nodeUsPerEvent'];
  return { ...row, ...Object.fromEntries(fields.map((field) => [field, figure(row, field)])) };
}

function readRows(reads) {
  return of(reads, 'goalpost').map((read) => {
    const straight = find(reads, read.case, 'straight', read.conversions);
    return {
      ...middle(read),
      straightPerSecond: figure(straight, 'perSecond'),
      straightNodeMs: figure(straight, 'nodeMs'),
      straightP50Ms: figure(straight, 'p50Ms'),
      straightP99Ms: figure(straight, 'p99Ms'),
      ofStraight: ratio(read, straight, 'perSecond'),
      p50OfStraight: ratio(read, straight, 'p50Ms'),
    };
  });
}

function collectRows(collected) {
  return of(collected, 'goalpost').map((row) => {
    const raw = find(collected, row.case, 'raw-inserts');
    const [rawPerSecond, ofRaw] = [figure(raw, 'eventsPerSecond'), ratio(row, raw, 'eventsPerSecond')];
    return { ...middle(row), rawPerSecond, ofRaw };
  });
}

function reportRows(reports) {
  return of(reports, 'goalpost').map((row) => {
    const straight = find(reports, row.case, 'straight');
    const taken = row.samples.map(({ ms }) => ms);
    return {
      ...row,
      ms: figure(row, 'ms'),
      least: Math.min(...taken),
      most: Math.max(...taken),
      nodeMs: figure(row, 'nodeMs'),
      straightMs: figure(straight, 'ms'),
      straightNodeMs: figure(straight, 'nodeMs'),
      ofStraight: ratio(row, straight, 'ms'),
      nodeOfStraight: ratio(row, straight, 'nodeMs'),
    };
  });
}

function shardRow({ shards, samples }) {
  const fields = ['readsPerSecond', 'nodeMsPerRead', 'eventsPerSecond', 'nodeUsPerEvent'];
  const middles = fields.map((field) => [field, median(samples.map((sample) => sample[field]))]);
  return { shards, ...Object.fromEntries(middles) };
}
