import { fileURLToPath } from 'node:url';
import { lastLineOf } from './child.mjs';

const script = (name) => fileURLToPath(new URL(name, import.meta.url));
const CONNECTIONS = 16;
const SITE_KEY = 'bench';
/** So many that each views a few pages in a round, as on a site. */
const VISITORS = 3000;

/** Loads a server for so many seconds with random requests about sessions, the same ones for the same seed. */
export function load(url, { idsFile, bearerToken }, { key, sessions, expand, connections }, { seconds, seed }) {
  return wrk(url, 'request.lua', [idsFile, sessions, key, expand, seed, bearerToken], { seconds, connections });
}

/** Asks ClickHouse itself about random sessions, the same ones as `load` for the same seed. */
export function loadClickHouse(url, { idsFile }, { sql, project, settings }, { sessions, connections }, round) {
  const query = new URLSearchParams(settings).toString();
  const args = [idsFile, sessions, project, round.seed, sql, query];
  return wrk(url, 'clickhouse.lua', args, { seconds: round.seconds, connections });
}

/** Loads a collector with visits, so many in each request; every connection rests `restMs` before a request. */
export function track(url, { events, connections = CONNECTIONS, restMs = 0 }, { seconds, seed }) {
  return wrk(url, 'track.lua', [SITE_KEY, VISITORS, events, seed, restMs], { seconds, connections });
}

/** One thread: the machine's other core is the server's. No answer in the time there was is a rate of 0. */
async function wrk(url, file, args, { seconds, connections = CONNECTIONS }) {
  const settings = [
    '--threads',
    '1',
    '--connections',
    String(connections),
    '--timeout',
    '10s',
    '--script',
    script(file),
  ];
  const result = await lastLineOf('wrk', [...settings, '--duration', `${seconds}s`, url, '--', ...args.map(String)]);
  if (result.refused + result.broken > 0) {
    throw new Error(`${url}: ${result.requests} requests, ${result.refused} refused, ${result.broken} broken`);
  }
  return {
    perSecond: result.requests / result.seconds,
    p50Ms: result.p50Ms,
    p99Ms: result.p99Ms,
    requests: result.requests,
  };
}
