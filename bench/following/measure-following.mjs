import { rmSync } from 'node:fs';
import path from 'node:path';
import { openSqliteStore } from '../../packages/server/dist/sqlite/sqlite-store.js';
import { collector, TRACK } from '../collect/measure-collect.mjs';
import { createProject, createToken, PROJECT_ID } from '../data/data-dir.mjs';
import { startServer } from '../measure/server.mjs';
import { track } from '../measure/wrk.mjs';
import { openFollowers } from './followers.mjs';

const FOLLOWERS = 1000;
const STREAMS_PER_TOKEN = 10;
const SINGLE = { events: 1, connections: 16 };
const WARM_UP = { seconds: 5, seed: 99 };
/** One of the 50 pages that `track` sends. */
const PRODUCT = { on: 'path', match: 'equals', pattern: '/products/07' };
const GOAL = {
  key: 'product',
  name: 'Product',
  type: 'url',
  rule: PRODUCT,
  count: 'every',
  value: null,
  currency: null,
};

/**
 * Sends single events to a project, alone, with 1,000 followers of another project, and with 1,000 of its own, in turn. One
 * event in 50 is a conversion.
 */
export async function measureFollowing(benchDir, { rounds, seconds }) {
  const dataDir = path.join(benchDir, 'following');
  rmSync(dataDir, { recursive: true, force: true });
  const store = openSqliteStore(dataDir);
  await createProject(store, { goals: [GOAL] });
  await createProject(store, { id: 'other', goals: [] });
  const tokens = { others: await tokensOf(store, 'other'), own: await tokensOf(store, PROJECT_ID) };
  await store.close();
  const server = await startServer(collector(dataDir));
  const send = (seed) => track(server.url + TRACK, SINGLE, { seconds, seed });
  const sendWith = async (bearerTokens, seed) => {
    const followers = await openFollowers(server.url, bearerTokens);
    const sent = await send(seed);
    return { ...sent, megabytes: followers.stop() / 1e6 };
  };
  await track(server.url + TRACK, SINGLE, WARM_UP);
  const samples = [];
  for (let round = 1; round <= rounds; round++) {
    const alone = await send(round);
    const others = await sendWith(tokens.others, rounds + round);
    const own = await sendWith(tokens.own, 2 * rounds + round);
    samples.push({ alone, others, own });
  }
  await server.stop();
  console.log(`following: ${rounds} rounds of 3 loads, ${seconds} s each`);
  return samples;
}

/** One for each follower: a token has only so many streams. */
async function tokensOf(store, projectId) {
  const tokens = [];
  for (let count = 0; count < FOLLOWERS / STREAMS_PER_TOKEN; count++) tokens.push(await createToken(store, projectId));
  return Array.from({ length: FOLLOWERS }, (_, index) => tokens[index % tokens.length]);
}
