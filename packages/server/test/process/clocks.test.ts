import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { BASE_PATH } from '#goalpost/app.js';
import { FIREFOX } from '../collect/track/track.js';
import { urlGoal } from '../support/builders.js';
import { it, type Operator } from '../support/operator.js';
import { useRedis } from '../support/redis.js';

const redis = useRedis();
const MINUTE_MS = 60_000;
const SHIFTED_CLOCK = fileURLToPath(import.meta.resolve('../support/shifted-clock.mjs'));

/** Starts a server whose clock is wrong by some minutes, and returns its API. */
async function serveAhead(operator: Operator, minutes: number): Promise<string> {
  const env = { NODE_OPTIONS: `--import=${SHIFTED_CLOCK}`, SHIFTED_CLOCK_MS: String(minutes * MINUTE_MS) };
  const server = operator.startGoalpost(['serve', '--port', '0', '--redis-url', redis.url], { env, input: null });
  const [, url] = await server.said(/Goalpost listens on (http:[^"]+)/);
  return url + BASE_PATH;
}

it('a visitor has one session, with the right times, through servers whose clocks are minutes apart', async ({
  operator,
}) => {
  const token = await operator.openShop(urlGoal('/'));
  const apis = await Promise.all([45, -45, 0].map((minutes) => serveAhead(operator, minutes)));
  const sessions: string[] = [];
  const before = Date.now();
  for (const [index, api] of [...apis, ...apis].entries()) {
    const answer = await fetch(`${api}/track`, {
      method: 'POST',
      headers: { 'user-agent': FIREFOX },
      body: JSON.stringify({ site: 'site-p1', events: [{ id: `e${index}`, type: 'visit', age: 0, url: '/' }] }),
    });
    const { data } = (await answer.json()) as { data: { session_id: string } };
    sessions.push(data.session_id);
  }
  expect(new Set(sessions).size).toBe(1);
  const answer = await fetch(`${apis[0]}/sessions/get-conversions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ session_ids: sessions.slice(0, 1), expand: true }),
  });
  const { data } = (await answer.json()) as { data: { occurred_at: string }[] };
  const times = data.map(({ occurred_at }) => Date.parse(occurred_at));
  expect(times).toHaveLength(sessions.length);
  // Redis runs on this machine, so its clock is the one of this test.
  expect(Math.min(...times)).toBeGreaterThan(before - MINUTE_MS);
  expect(Math.max(...times)).toBeLessThan(Date.now() + MINUTE_MS);
});
