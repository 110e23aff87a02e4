import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { beforeAll, expect, it } from 'vitest';
import { useSharedApi } from '../../support/api.js';

const api = useSharedApi();
let port: number;

beforeAll(async () => {
  await api.app.listen({ port: 0, host: '127.0.0.1' });
  port = (api.app.server.address() as AddressInfo).port;
});

async function answerTo(request: string): Promise<string> {
  const socket = connect(port, '127.0.0.1').setEncoding('utf8');
  let answer = '';
  socket.on('data', (chunk) => {
    answer += chunk;
  });
  socket.write(request);
  await once(socket, 'close');
  return answer;
}

const END = 'Host: localhost\r\nConnection: close\r\n\r\n';

it.each([
  ['no HTTP', 'hello\r\n\r\n', '400 Bad Request', 'This is not a request in HTTP/1.1.'],
  ['a broken header', `GET / HTTP/1.1\r\nbroken\r\n${END}`, '400 Bad Request', 'This is not a request in HTTP/1.1.'],
  [
    'headers that are too large',
    `GET / HTTP/1.1\r\nX: ${'a'.repeat(20_000)}\r\n${END}`,
    '431 Request Header Fields Too Large',
    'The headers are larger than 16384 bytes.',
  ],
  [
    'an address that cannot be decoded',
    `GET /%FF HTTP/1.1\r\n${END}`,
    '400 Bad Request',
    'The percent-encoding of the address is wrong.',
  ],
  [
    'a method nobody uses',
    `PROPFIND /nowhere HTTP/1.1\r\n${END}`,
    '404 Not Found',
    'There is nothing at this address.',
  ],
  [
    'a method nobody uses, at an address of ours',
    `PURGE /healthz HTTP/1.1\r\n${END}`,
    '405 Method Not Allowed',
    'This address answers to GET, HEAD only.',
  ],
])('%s is refused in the shape of every other refusal', async (_title, request, status, message) => {
  const answer = await answerTo(request);
  expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status}\r\n`));
  expect(answer).toMatch(/\r\ncontent-type: application\/json; charset=utf-8\r\n/i);
  expect(answer.split('\r\n\r\n')[1]).toBe(JSON.stringify({ error: true, message }));
  expect((await api.app.inject('/healthz')).statusCode).toBe(200);
});

it('a connection on which nothing moves is closed after a minute', () => {
  expect(api.app.server.timeout).toBe(60_000);
});
