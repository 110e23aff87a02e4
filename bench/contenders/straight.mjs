// The same read without HTTP, as fast as one thread can query SQLite.
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { Random } from '../data/random.mjs';
import { median, quantile } from '../measure/statistics.mjs';
import { prepareQueries } from './queries.mjs';

const [dataDir, idsFile, key, sessionCount, seconds, seed] = process.argv.slice(2);
const read = prepareQueries(dataDir)[key];
const ids = readFileSync(idsFile, 'utf8').trimEnd().split('\n');
const random = new Random(Number(seed));
const pick = () => Array.from({ length: Number(sessionCount) }, () => ids[random.below(ids.length)]);

const WARM_UP_MS = 300;
run(WARM_UP_MS);
const times = run(Number(seconds) * 1000);
const total = times.reduce((sum, ms) => sum + ms, 0);
console.log(
  JSON.stringify({ perSecond: (times.length / total) * 1000, p50Ms: median(times), p99Ms: quantile(times, 0.99) }),
);

function run(ms) {
  const until = performance.now() + ms;
  const times = [];
  while (performance.now() < until) {
    const sessionIds = pick();
    const start = performance.now();
    read(sessionIds);
    times.push(performance.now() - start);
  }
  return times;
}
