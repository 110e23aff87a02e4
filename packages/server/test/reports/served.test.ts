import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { BASE_PATH, buildApp } from '#goalpost/app.js';
import { REPORTS_PER_PROJECT_MAX, REPORTS_WAITING_MAX } from '#goalpost/reports/turns.js';
import { useSharedApi } from '../support/api.js';

const DAY = 86_400_000;
const PERIOD = { start_date: '2026-01-03', end_date: '2026-01-04' };
const api = useSharedApi({ retentionDays: 30 });

it('a report says from when on sessions are kept', async () => {
  const token = await api.issue({ abilities: ['reports:read'] });
  const { data } = (await api.send('POST', '/reports/conversions', token, PERIOD)).json();
  expect(Date.parse(data.period.data_from)).toBe(api.now - 30 * DAY);
});

describe('reports that take long', () => {
  it('wait for their turn; beyond that the answer is 429, with a time to try again', async () => {
    const going = new AbortController();
    const token = await api.issue({ abilities: ['reports:read'], rateLimit: 1000 });
    const { reports } = api.store;
    const slow: typeof reports = {
      ...reports,
      answer: async (question, signal) => {
        if (!going.signal.aborted) await once(going.signal, 'abort');
        return reports.answer(question, signal);
      },
    };
    const app = await buildApp({ store: { ...api.store, reports: slow }, now: () => api.now });
    const ask = async () =>
      app.inject({
        method: 'POST',
        url: `${BASE_PATH}/reports/conversions`,
        headers: { authorization: `Bearer ${token}` },
        payload: PERIOD,
      });
    const asked = Array.from({ length: REPORTS_PER_PROJECT_MAX + REPORTS_WAITING_MAX + 1 }, ask);
    const refused = await Promise.race(asked);
    going.abort();
    expect([refused.statusCode, refused.headers['retry-after'], refused.json()]).toEqual([
      429,
      '1',
      { error: true, message: 'Too Many Requests' },
    ]);
    const statuses = (await Promise.all(asked)).map(({ statusCode }) => statusCode);
    expect(statuses.filter((status) => status !== 200)).toEqual([429]);
    await app.close();
  });
});
