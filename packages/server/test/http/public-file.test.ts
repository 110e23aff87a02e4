import { afterEach, expect, it, vi } from 'vitest';
import { FILES_RATE_LIMIT } from '#goalpost/model/token.js';
import { useApi } from '../support/api.js';

const api = useApi();
afterEach(() => void vi.useRealTimers());

it('public files share one rate limit of an address, apart from the limit of the API', async () => {
  // The window of a minute must not end while a slow machine fills it.
  vi.useFakeTimers({ toFake: ['Date'] });
  const ask = (url: string, remoteAddress: string) => api.app.inject({ url, remoteAddress });
  const first = await ask('/t.js', '192.0.2.1');
  expect(first.headers).toMatchObject({ 'x-ratelimit-limit': `${FILES_RATE_LIMIT}`, 'x-ratelimit-remaining': '3599' });
  const urls = ['/', '/t.js', '/reference', '/reference/errors', '/console', '/openapi.json'];
  for (let index = 1; index < FILES_RATE_LIMIT; index++) {
    const { statusCode } = await ask(urls[index % urls.length]!, '192.0.2.1');
    if (statusCode === 429) expect.fail(`request ${index + 1} was refused`);
  }
  for (const url of urls) {
    const refused = await ask(url, '192.0.2.1');
    expect([refused.statusCode, refused.json()]).toEqual([429, { error: true, message: 'Too Many Requests' }]);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  }
  expect((await ask('/t.js', '192.0.2.2')).statusCode).toBe(200);
  expect((await ask('/api/services/analytics/v1/goals', '192.0.2.1')).statusCode).toBe(401);
  vi.setSystemTime(Date.now() + 60_000);
  expect((await ask('/t.js', '192.0.2.1')).statusCode).toBe(200);
}, 60_000);
