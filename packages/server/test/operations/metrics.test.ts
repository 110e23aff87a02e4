import { describe, expect, it } from 'vitest';
import { BASE_PATH } from '#goalpost/app.js';
import { Metrics } from '#goalpost/operations/metrics.js';
import { buildMetricsServer } from '#goalpost/operations/metrics-server.js';
import { StoreUnavailable } from '#goalpost/store/store.js';
import { GET_CONVERSIONS, useApi } from '../support/api.js';
import { withFailingStore } from '../support/failing-store.js';

const api = useApi();

/** The counts of one metric, by the value of its label. */
async function counts(metrics: Metrics, metric: string): Promise<Record<string, number>> {
  const body = await metrics.text();
  const found = body.matchAll(new RegExp(`^${metric}\\{\\w+="(\\w+)"\\} (\\d+)$`, 'gm'));
  return Object.fromEntries([...found].map(([, label, count]) => [label, Number(count)]));
}

const REFUSALS = {
  unauthenticated: 0,
  forbidden: 0,
  not_found: 0,
  method_not_allowed: 0,
  too_large: 0,
  unsupported_media_type: 0,
  invalid: 0,
  rate_limited: 0,
  malformed_http: 0,
  unavailable: 0,
};

const EVENTS = {
  stored: 0,
  repeated: 0,
  opted_out: 0,
  bot: 0,
  asset: 0,
  status: 0,
  method: 0,
  excluded: 0,
  too_long: 0,
  not_utf8: 0,
  malformed: 0,
  invalid: 0,
};

it('the metrics are in the text format of Prometheus, with those of the process, and not for the public', async () => {
  expect((await api.app.inject('/metrics')).statusCode).toBe(404);
  const server = await buildMetricsServer({ ...api, live: { redis: null } });
  const answer = await server.inject('/metrics');
  await server.close();
  expect(answer.statusCode).toBe(200);
  expect(answer.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
  expect(answer.body).toMatch(/^process_resident_memory_bytes \d+$/m);
});

describe('every kind of refusal is there from the start, at zero, and counts up by one when it happens:', () => {
  it('none', async () => expect(await counts(api.metrics, 'goalpost_refusals_total')).toEqual(REFUSALS));

  it.each<[keyof typeof REFUSALS, number, () => Promise<{ statusCode: number }>]>([
    ['unauthenticated', 401, () => api.ask({ session_ids: [1] }, 'nonsense')],
    ['forbidden', 403, async () => api.ask({ session_ids: [1] }, await api.issue({ abilities: [] }))],
    ['not_found', 404, () => api.app.inject('/nowhere')],
    ['method_not_allowed', 405, () => api.app.inject(GET_CONVERSIONS)],
    ['too_large', 413, async () => api.ask(' '.repeat(1_048_577), await api.issue())],
    ['unsupported_media_type', 415, async () => api.ask('x', await api.issue(), { 'content-type': 'text/csv' })],
    ['invalid', 422, async () => api.ask({}, await api.issue())],
    ['rate_limited', 429, async () => api.ask({ session_ids: [1] }, await api.issue({ rateLimit: 0 }))],
    ['malformed_http', 400, () => api.app.inject('/%')],
  ])('%s', async (kind, statusCode, provoke) => {
    expect((await provoke()).statusCode).toBe(statusCode);
    expect(await counts(api.metrics, 'goalpost_refusals_total')).toEqual({ ...REFUSALS, [kind]: 1 });
  });

  it('unavailable', async () => {
    const metrics = new Metrics();
    const app = await withFailingStore(api, new StoreUnavailable('the disk is full'), { metrics });
    const { statusCode } = await app.inject({
      method: 'POST',
      url: GET_CONVERSIONS,
      headers: { authorization: `Bearer ${await api.issue()}` },
      payload: { session_ids: [1] },
    });
    expect(statusCode).toBe(503);
    expect(await counts(metrics, 'goalpost_refusals_total')).toEqual({ ...REFUSALS, unavailable: 1 });
    await app.close();
  });
});

describe('every outcome of an event is there from the start, at zero, and counts up when it happens:', () => {
  const line = '{"session_id":"1","id":"e1","type":"visit","at":"2026-01-03T10:00:00Z","url":"/"}\n';

  it('none', async () => expect(await counts(api.metrics, 'goalpost_events_total')).toEqual(EVENTS));

  it.each<[string, string | Buffer, Partial<typeof EVENTS>]>([
    ['stored', line, { stored: 1 }],
    ['repeated', line + line, { stored: 1, repeated: 1 }],
    ['bot', line.replace('}', ',"user_agent":"Googlebot/2.1"}'), { bot: 1 }],
    ['too_long', `${'x'.repeat(65_537)}\n`, { too_long: 1 }],
    ['not_utf8', Buffer.from([0xff, 0x0a]), { not_utf8: 1 }],
    ['malformed', 'nonsense\n', { malformed: 1 }],
    ['malformed, in a body that is cut off', `${line}nonsense`, { stored: 1, malformed: 1 }],
    ['invalid', '{}\n', { invalid: 1 }],
  ])('%s', async (_outcome, body, counted) => {
    const token = await api.issue({ abilities: ['events:write'] });
    const answer = await api.send('POST', '/events/import', token, body, { 'content-type': 'application/x-ndjson' });
    expect(answer.statusCode).toBe(200);
    expect(await counts(api.metrics, 'goalpost_events_total')).toEqual({ ...EVENTS, ...counted });
  });
});

it('answered requests are counted by method, pattern of the route and status, not by address', async () => {
  const token = await api.issue({ abilities: ['goals:read'] });
  await api.send('GET', '/goals/one', token);
  await api.send('GET', '/goals/two', token);
  await api.app.inject('/anything');
  await api.app.inject({ method: 'PROPFIND' as 'GET', url: '/something' });
  const body = await api.metrics.text();
  const answered = body.split('\n').filter((line) => line.startsWith('goalpost_http_request_duration_seconds_count'));
  expect(answered.sort()).toEqual([
    `goalpost_http_request_duration_seconds_count{method="GET",route="${BASE_PATH}/goals/:key",status="404"} 2`,
    'goalpost_http_request_duration_seconds_count{method="other",route="other",status="404"} 2',
  ]);
  expect(body.match(/^# TYPE goalpost_http_request_duration_seconds .*/gm)).toEqual([
    '# TYPE goalpost_http_request_duration_seconds histogram',
  ]);
  const goals = `method="GET",route="${BASE_PATH}/goals/:key",status="404"`;
  expect(body).toContain(`goalpost_http_request_duration_seconds_bucket{le="5",${goals}} 2\n`);
  expect(body).toContain(`goalpost_http_request_duration_seconds_bucket{le="+Inf",${goals}} 2\n`);
});

it('whatever strangers ask, there is a bounded number of series', async () => {
  const methods = ['GET', 'PUT', 'PURGE', 'PROPFIND', 'REPORT', 'SEARCH', 'LINK', 'M-SEARCH'] as const;
  const addresses = ['/', '/t.js', '/healthz', '/readyz', '/reference', '/openapi.json', GET_CONVERSIONS, '/nowhere'];
  const ask = async (round: number) => {
    for (const method of methods) {
      for (const url of addresses) {
        const remoteAddress = `192.0.2.${round}`;
        await api.app.inject({ method: method as 'GET', url, remoteAddress });
        await api.app.inject({ method: method as 'GET', url: `${url}/${method}${round}`, remoteAddress });
      }
    }
    return (await api.metrics.text()).split('\n').filter((line) => line.startsWith('goalpost_http_')).length;
  };
  const seriesOfOne = 13;
  const endpoints = 6;
  const refusals = 3;
  expect(await ask(1)).toBeLessThanOrEqual((endpoints + refusals) * seriesOfOne);
  expect(await ask(2)).toBe(await ask(3));
});
