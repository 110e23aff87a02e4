import { expect, it } from 'vitest';
import { BASE_PATH } from '#goalpost/app.js';
import { useApi } from '../support/api.js';
import { useRedis } from '../support/redis.js';
import { useProcesses, visitAt } from './processes.js';

const shop = useApi();
const blog = useApi();
const redis = useRedis();
const [ofShop, ofBlog] = [useProcesses(shop, redis, 2), useProcesses(blog, redis, 2)];

it('two installations on one Redis share no salt, no session and no rate window', async () => {
  const day = '2026-01-03';
  const saltOf = (processes: typeof ofShop) => Promise.all(processes.map(({ live }) => live.salts.of(day)));
  const [one, other] = [await saltOf(ofShop), await saltOf(ofBlog)];
  expect(new Set(one).size).toBe(1);
  expect(new Set(other).size).toBe(1);
  expect(one[0]).not.toBe(other[0]);

  const session = await visitAt(shop, ofShop[0]!);
  expect(await visitAt(shop, ofShop[1]!)).toBe(session);
  expect(await visitAt(blog, ofBlog[0]!)).not.toBe(session);

  const remaining = async ({ app }: (typeof ofShop)[number]) =>
    Number((await app.inject(`${BASE_PATH}/goals`)).headers['x-ratelimit-remaining']);
  expect([await remaining(ofShop[0]!), await remaining(ofShop[1]!), await remaining(ofBlog[0]!)]).toEqual([59, 58, 59]);
});
