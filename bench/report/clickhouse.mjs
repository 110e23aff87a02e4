import { median } from '../measure/statistics.mjs';
import { figure, find, ratio, sizesOf } from './figures.mjs';
import { exact, printTable, times, whole } from './table.mjs';
import { atLeast, atMost } from './target.mjs';

const LIST_3 = 'clickhouse-list-3';

/** Prints what was measured on ClickHouse. Figures are medians over the rounds, ratios medians of those within a round. */
export function printClickHouse({ sets, reads, collected, shards, nodePeakMb }) {
  printTable('ClickHouse: data sets', SET_COLUMNS, sets);
  printTable('ClickHouse: reads, beside the same query put straight to the node', READ_COLUMNS, readRows(reads));
  printTable('ClickHouse: SELECT 1', NOTHING_COLUMNS, of(reads, 'select-1').map(middle));
  printTable('ClickHouse: collecting, beside raw inserts', COLLECT_COLUMNS, collectRows(collected));
  printTable('ClickHouse: 3 sessions and track-20 on shards, on one machine', SHARD_COLUMNS, shards.map(shardRow));
  if (nodePeakMb !== null) console.log(`\nClickHouse node: ${whole(nodePeakMb)} MB resident at the highest`);
}

/** What reads and collecting on ClickHouse must reach, on the largest data set measured. */
export function clickHouseTargets({ reads, collected }) {
  const sizes = sizesOf(reads);
  const [smallest, largest] = [sizes[0], sizes.at(-1)];
  const on = (contender, size = largest, name = LIST_3) => find(reads, name, contender, size);
  const track = of(collected, 'goalpost').map((row) => figure(row, 'eventsPerSecond'));
  return [
    atMost(
      'ClickHouse, list of 3 sessions: p50, of the same query',
      1.3,
      ratio(on('goalpost'), on('straight'), 'p50Ms'),
    ),
    atMost(
      'ClickHouse, list of 3 sessions: p50 on the largest data set, of that on the smallest',
      1.25,
      smallest === largest ? undefined : ratio(on('goalpost'), on('goalpost', smallest), 'p50Ms'),
    ),
    atLeast(
      'ClickHouse, list of 3 sessions over 16 connections: requests a second, of the same query',
      1,
      ratio(on('goalpost', largest, `${LIST_3}-over-16`), on('straight', largest, `${LIST_3}-over-16`), 'perSecond'),
    ),
    atLeast(
      'ClickHouse: events collected a second, the fastest way',
      20_000,
      track.length > 0 ? Math.max(...track) : undefined,
    ),
  ];
}

const READ_COLUMNS = {
  case: (row) => row.case,
  conversions: (row) => whole(row.conversions),
  'requests/s': (row) => whole(row.perSecond),
  'p50 ms': (row) => exact(row.p50Ms),
  'p99 ms': (row) => exact(row.p99Ms),
  'straight/s': (row) => whole(row.straightPerSecond),
  'its p50 ms': (row) => exact(row.straightP50Ms),
  'its p99 ms': (row) => exact(row.straightP99Ms),
  'requests/s of straight': (row) => times(row.ofStraight),
  'p50 of straight': (row) => times(row.p50OfStraight),
  'ms of the node': (row) => exact(row.nodeMs),
  'straight ms': (row) => exact(row.straightNodeMs),
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
  'of raw': (row) => times(row.ofRaw),
  'us of the node an event': (row) => whole(row.nodeUsPerEvent),
  'bytes an event': (row) => whole(row.bytesPerEvent),
  parts: (row) => whole(row.parts),
  'MB at the highest': (row) => whole(row.peakMb),
};
const SET_COLUMNS = {
  conversions: (row) => whole(row.conversions),
  events: (row) => whole(row.events),
  rows: (row) => whole(row.rows),
  parts: (row) => whole(row.parts),
  'bytes an event': (row) => exact(row.bytesPerEvent),
  'index in memory, bytes an event': (row) => exact(row.indexBytes / row.events),
};
const SHARD_COLUMNS = {
  shards: (row) => whole(row.shards),
  'reads/s': (row) => whole(row.readsPerSecond),
  'ms of a node a read': (row) => exact(row.nodeMsPerRead),
  'events/s': (row) => whole(row.eventsPerSecond),
  'us of a node an event': (row) => whole(row.nodeUsPerEvent),
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

function shardRow({ shards, samples }) {
  const fields = ['readsPerSecond', 'nodeMsPerRead', 'eventsPerSecond', 'nodeUsPerEvent'];
  const middles = fields.map((field) => [field, median(samples.map((sample) => sample[field]))]);
  return { shards, ...Object.fromEntries(middles) };
}
