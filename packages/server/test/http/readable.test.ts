import { beforeEach, describe, expect, it } from 'vitest';
import { useApi } from '../support/api.js';
import { answerTo, listen } from '../support/raw.js';

const api = useApi();
let port: number;
beforeEach(async () => {
  port = await listen(api.app);
});

const END = 'Connection: close\r\n\r\n';

describe('what HTTP forbids is refused like anything else, within the limits:', () => {
  it.each([
    [
      'percent-encoding',
      `GET /%FF HTTP/1.1\r\nHost: x\r\n${END}`,
      400,
      'The percent-encoding of the address is wrong.',
    ],
    [
      'half an escape',
      `GET /goals/%a HTTP/1.1\r\nHost: x\r\n${END}`,
      400,
      'The percent-encoding of the address is wrong.',
    ],
    [
      'no Host',
      `GET /goals HTTP/1.1\r\n${END}`,
      400,
      'The request must have one Host header, neither none nor several.',
    ],
    [
      'two Hosts',
      `GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n${END}`,
      400,
      'The request must have one Host header, neither none nor several.',
    ],
    [
      'a Host that is none',
      `GET / HTTP/1.1\r\nHost: a"b\r\n${END}`,
      400,
      'The Host header must be a host name or address, and a port if need be.',
    ],
    [
      'another expectation',
      `GET / HTTP/1.1\r\nHost: a\r\nExpect: tea\r\n${END}`,
      417,
      'The Expect header can only be 100-continue.',
    ],
  ])('%s', async (_title, request, status, message) => {
    const [head, body] = (await answerTo(port, request)).split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(body).toBe(JSON.stringify({ error: true, message }));
    const isLimited = !request.includes('/healthz');
    expect(/x-ratelimit-remaining: \d+/i.test(head!)).toBe(isLimited);
    expect(head).toMatch(/x-content-type-options: nosniff/i);
  });

  it('and counts against its address', async () => {
    const request = `GET /%FF HTTP/1.1\r\nHost: x\r\n${END}`;
    for (let count = 0; count < 60; count++) await answerTo(port, request);
    expect(await answerTo(port, request)).toMatch(/^HTTP\/1\.1 429 /);
  });
});

it('HTTP/1.0 has no Host', async () => {
  expect(await answerTo(port, 'GET /healthz HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 200 OK/);
});

it('an id that is too long is the id of nothing', async () => {
  const token = await api.issue({ abilities: ['goals:read'] });
  expect((await api.send('GET', `/goals/${'x'.repeat(8000)}`, token)).statusCode).toBe(404);
});

it('answers are what they say they are, and nobody keeps those with data', async () => {
  const token = await api.issue();
  for (const answer of [
    await api.ask({ session_ids: [1] }, token),
    await api.ask({}, token),
    await api.ask({ session_ids: [1] }, 'nonsense'),
    await api.app.inject('/nowhere'),
    await api.app.inject('/healthz'),
  ]) {
    expect(answer.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' });
  }
});
