import { fileURLToPath } from 'node:url';
import { lastLineOf } from './child.mjs';

const SCRIPT = fileURLToPath(new URL('request.lua', import.meta.url));
const CONNECTIONS = 16;

/** One thread: the machine's other core is the server's. */
const SETTINGS = ['--threads', '1', '--connections', String(CONNECTIONS), '--timeout', '10s', '--script', SCRIPT];

/** Loads a server for so many seconds with random requests, the same ones for the same seed. */
export async function load(url, { idsFile, bearerToken }, { key, sessions, expand }, { seconds, seed }) {
  const request = [idsFile, sessions, key, expand, seed, bearerToken].map(String);
  const result = await lastLineOf('wrk', [...SETTINGS, '--duration', `${seconds}s`, url, '--', ...request]);
  if (result.requests === 0 || result.refused + result.broken > 0) {
    throw new Error(`${url}: ${result.requests} requests, ${result.refused} refused, ${result.broken} broken`);
  }
  return { perSecond: result.requests / result.seconds, p50Ms: result.p50Ms, p99Ms: result.p99Ms };
}
