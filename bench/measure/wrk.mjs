import { fileURLToPath } from 'node:url';
import { lastLineOf } from './child.mjs';

const script = (name) => fileURLToPath(new URL(name, import.meta.url));
const CONNECTIONS = 16;
const SITE_KEY = 'bench';
/** Enough visitors that each views a few pages in a round, as on a real site. */
const VISITORS = 3000;

/** Loads a server for `seconds` with random requests about sessions, the same for the same seed. */
export function load(url, { idsFile, bearerToken }, { key, sessions, expand, connections }, { seconds, seed }) {
  return wrk(url, 'request.lua', [idsFile, sessions, key, expand, seed, bearerToken], { seconds, connections });
}

/** Queries ClickHouse directly about random sessions, the same as `load` for the same seed. */
export function loadClickHouse(url, { idsFile }, { sql, project, settings }, { sessions, connections }, round) {
  const query = new URLSearchParams(settings).toString();
  const args = [idsFile, sessions, project, round.seed, sql, query];
  return wrk(url, 'clickhouse.lua', args, { seconds: round.seconds, connections });
}

/** Loads a collector with `events` visits per request. Every connection rests for `restMs` before a request. */
export function track(url, { events, connections = CONNECTIONS, restMs = 0 }, { seconds, seed }) {
  return wrk(url, 'track.lua', [SITE_KEY, VISITORS, events, seed, restMs], { seconds, connections });
}

/** Uses one thread, because the server needs the machine's other core. The rate is 0 when no answer arrives in time. */
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
