import { setTimeout } from 'node:timers/promises';
import { expect } from 'vitest';
import { BASE_PATH } from '#goalpost/app.js';
import { FIREFOX } from '../collect/track/track.js';
import { urlGoal } from '../support/builders.js';
import { it, type Operator, type RunningServer } from '../support/operator.js';
import { useRedis } from '../support/redis.js';
import { conversions } from '../support/requests.js';
import { roundRobin } from '../support/round-robin.js';

const redis = useRedis();
const RATE_LIMIT = 60;
const LOOK_EVERY_MS = 50;
const MINUTE_MS = 60_000;

/** Three servers behind a proxy that share a store and Redis. `api` is the API through the proxy. */
async function serveThree(operator: Operator) {
  const flags = ['--redis-url', redis.url, '--trusted-proxy', '127.0.0.1'];
  const servers = await Promise.all([1, 2, 3].map(() => operator.serve(...flags, '--metrics-listen', '127.0.0.1:0')));
  return { servers, api: (await roundRobin(servers)) + BASE_PATH };
}

/** Sends a visit of `/thanks`, `age` ms old, and returns the session in the answer. */
async function visit(api: string, id: string, visitor: string, age = 0): Promise<string> {
  const answer = await fetch(`${api}/track`, {
    method: 'POST',
    headers: { 'user-agent': `${FIREFOX} ${visitor}` },
    body: JSON.stringify({
      site: 'site-p1',
      events: [{ id, type: 'visit', age, url: 'https://shop.example/thanks' }],
    }),
  });
  expect(answer.status).toBe(202);
  const { data } = (await answer.json()) as { data: { session_id: string } };
  return data.session_id;
}

it('one visitor has one session, whichever process gets the requests', async ({ operator }) => {
  const token = await operator.openShop(urlGoal('/thanks', { key: 'thanks' }));
  const { api } = await serveThree(operator);
  const visitors = Array.from({ length: 20 }, (_, index) => `visitor/${index}`);
  const visitOfAll = (id: string) => Promise.all(visitors.map((visitor) => visit(api, id, visitor)));
  const [sessions, ...atOnce] = await Promise.all(['v1', 'v2', 'v3', 'v4', 'v5', 'v6'].map(visitOfAll));
  expect(new Set(sessions).size).toBe(visitors.length);
  for (const others of [...atOnce, await visitOfAll('v7')]) expect(others).toEqual(sessions);
  const { data } = await conversions({ api }, token, { session_ids: [sessions![0]] });
  expect(data).toHaveLength(7);
});

it('a session that one process finds for a late event is known to the others', async ({ operator }) => {
  await operator.openShop();
  const { api } = await serveThree(operator);
  // The proxy alternates between processes, so the first and the last request go to the same one.
  const sessions: string[] = [];
  for (const minutes of [0, 50, 50, 45])
    sessions.push(await visit(api, `m${sessions.length}`, 'one', minutes * MINUTE_MS));
  const [now, earlier] = sessions;
  expect(earlier).not.toBe(now);
  expect(sessions).toEqual([now, earlier, earlier, earlier]);
});

it('a token gets 60 answers a minute from all processes together, and so does an address without a token', async ({
  operator,
}) => {
  await operator.openShop();
  const token = await operator.goalpost(
    'token',
    'create',
    '--project',
    'p1',
    '--ability',
    'conversions:read',
    '--quiet',
  );
  const { api } = await serveThree(operator);
  for (const [bearer, answered] of [[token.stdout.trim(), 200] as const, ['nonsense', 401] as const]) {
    const answers = await Promise.all(
      Array.from({ length: 3 * RATE_LIMIT }, () =>
        fetch(`${api}/sessions/get-conversions`, {
          method: 'POST',
          headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
          body: '{"session_ids":[1]}',
        }),
      ),
    );
    const within = answers.filter(({ status }) => status === answered);
    const remaining = within.map(({ headers }) => Number(headers.get('x-ratelimit-remaining')));
    expect(remaining.sort((one, other) => one - other)).toEqual(
      Array.from({ length: RATE_LIMIT }, (_, index) => index),
    );
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(2 * RATE_LIMIT);
  }
});

it('while Redis is killed and comes back, nothing acknowledged is lost, and each visitor keeps one session', async ({
  operator,
}) => {
  const token = await operator.openShop(urlGoal('/thanks', { key: 'thanks' }));
  const { api, servers } = await serveThree(operator);
  const acknowledged = new Map<string, string[]>();
  let isOver = false;

  const goAbout = async (visitor: string) => {
    for (let number = 0; !isOver; number++) {
      const id = `${visitor}-${number}`;
      const session = await visit(api, id, visitor);
      acknowledged.set(session, [...(acknowledged.get(session) ?? []), id]);
    }
  };
  const visitors = ['a', 'b', 'c', 'd', 'e', 'f'];
  const goingAbout = Promise.all(visitors.map(goAbout));
  const someMore = async () => {
    const count = () => [...acknowledged.values()].flat().length;
    const before = count();
    while (count() < before + 100) await Promise.race([goingAbout, setTimeout(LOOK_EVERY_MS)]);
  };
  for (let round = 0; round < 2; round++) {
    await someMore();
    await redis.kill();
    await untilAll(servers, 'away');
    await someMore();
    await redis.start();
    await untilAll(servers, 'up');
  }
  await someMore();
  isOver = true;
  await goingAbout;

  expect(acknowledged.size).toBe(visitors.length);
  for (const [session, ids] of acknowledged) {
    const { data } = await conversions({ api }, token, { session_ids: [session] });
    expect(data.sort()).toEqual(ids.map((id) => `${session}:url:thanks:${id}`).sort());
  }
});

/** Resolves once every server reports this state of Redis. */
async function untilAll(servers: readonly RunningServer[], redisIs: 'up' | 'away'): Promise<void> {
  for (const server of servers) {
    const [, url] = await server.said(/Metrics are served on (http:[^"]+)/);
    while (((await (await fetch(`${url}/readyz`)).json()) as { redis: string }).redis !== redisIs) {
      await setTimeout(LOOK_EVERY_MS);
    }
  }
}
