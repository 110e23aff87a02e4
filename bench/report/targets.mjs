import { median } from '../measure/statistics.mjs';
import { clickHouseTargets } from './clickhouse.mjs';
import { figure, find, ratio, relative, sizesOf } from './figures.mjs';
import { atLeast, atMost, below } from './target.mjs';

/**
 * The targets for Goalpost on the largest measured data set, each with the measured value and whether it is reached. Leaves
 * out targets that were not measured.
 */
export function targets({
  servers,
  reads,
  lists,
  collected,
  goals,
  fairness,
  whileCollecting,
  import: imported,
  reports,
  collectedWithReports,
  console: views,
  clickhouse,
}) {
  const sizes = sizesOf(reads);
  const [smallest, largest] = [sizes[0], sizes.at(-1)];
  const on = (caseName, contender, size = largest) => find(reads, caseName, contender, size);
  const server = servers.find(({ name, conversions }) => name === 'goalpost' && conversions === largest);
  const track = (caseName, contender = 'goalpost') => find(collected, caseName, contender);
  const ofGoals = (count) => goals.find((one) => one.goals === count);
  const rows = [
    atLeast(
      'list of 3 sessions: requests per second relative to hand-written',
      0.8,
      ratio(on('list-3', 'goalpost'), on('list-3', 'hand-written'), 'perSecond'),
    ),
    below(
      'list of 3 sessions: p99 relative to hand-written',
      2,
      ratio(on('list-3', 'goalpost'), on('list-3', 'hand-written'), 'p99Ms'),
    ),
    atLeast('list of 100 sessions: requests per second', 1500, figure(on('list-100', 'goalpost'), 'perSecond')),
    atMost(
      'list of 3 sessions: slowdown on the largest data set relative to the smallest',
      1.25,
      smallest === largest
        ? undefined
        : ratio(on('list-3', 'goalpost', smallest), on('list-3', 'goalpost'), 'perSecond'),
    ),
    atLeast(
      'import of ndjson: rows per second relative to raw inserts',
      1 / 3,
      imported && median(imported.samples.map((sample) => sample.perSecond / sample.rawPerSecond)),
    ),
    ...['track-1', 'track-1-64'].flatMap((name) => [
      atLeast(
        `${name}: durable requests per second relative to bare Fastify`,
        0.25,
        ratio(track(name), track(name, 'fastify'), 'perSecond'),
      ),
      below(`${name}: p99 in ms`, 50, figure(track(name), 'p99Ms')),
    ]),
    atLeast('track-20: events per second', 25_000, figure(track('track-20'), 'eventsPerSecond')),
    below('track-20: p99 in ms', 50, figure(track('track-20'), 'p99Ms')),
    atMost(
      'collecting with 200 goals: time per event relative to 1 goal',
      1.5,
      ratio(ofGoals(1), ofGoals(200), 'perSecond'),
    ),
    ...fairness.map(({ case: name, samples }) =>
      atMost(
        `${name}: p99 in ms beyond twice that without the busy project`,
        50,
        median(samples.map(({ alone, beside }) => beside.p99Ms - 2 * alone.p99Ms)),
      ),
    ),
    below('track-1: bytes per event', 205, track('track-1')?.bytesPerEvent),
    atLeast(
      'list of 3 sessions while collecting: requests per second relative to alone',
      0.5,
      whileCollecting.length > 0
        ? median(whileCollecting.map(({ alone, during }) => during.perSecond / alone.perSecond))
        : undefined,
    ),
    atLeast(
      'events collected meanwhile, relative to half the full rate',
      0.95,
      whileCollecting.length > 0
        ? median(whileCollecting.map(({ eventsPerSecond, wantedPerSecond }) => eventsPerSecond / wantedPerSecond))
        : undefined,
    ),
    below(
      'project/sessions, newest: ms',
      200,
      lists.find((list) => list.case === 'sessions-newest') &&
        median(lists.find((list) => list.case === 'sessions-newest').samples),
    ),
    below('server at rest: MB resident', 120, server?.restMb),
    below('server at full load: peak MB resident', 250, server?.peakMb),
    below('server: ms until ready', 500, server?.readyMs),
    ...(reports?.reports ?? []).map(({ case: name, atMostMs, samples }) =>
      atMost(`${name}: median ms`, atMostMs, median(samples)),
    ),
    atMost('peak MB resident while reporting', 300, reports?.peakMb),
    ...collectedWithReports.map(({ case: name, samples }) =>
      atLeast(
        `${name}: requests per second relative to without what reports need`,
        0.95,
        relative(samples, 'noting', 'plain'),
      ),
    ),
    ...views.flatMap(({ case: name, atMost: { totalsMs, wholeMs }, samples }) => [
      atMost(`${name}: median ms until the totals are there`, totalsMs, median(samples.map((one) => one.totalsMs))),
      atMost(`${name}: median ms until everything is`, wholeMs, median(samples.map((one) => one.wholeMs))),
    ]),
    ...clickHouseTargets(clickhouse),
  ];
  return rows.filter(({ found }) => found !== null);
}
