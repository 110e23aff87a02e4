import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect } from 'vitest';
import { it, type Operator } from '../support/operator.js';

const initialize = (id: number) =>
  `${JSON.stringify({ jsonrpc: '2.0', id, method: 'initialize', params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'a', version: '1' } } })}\n`;

/** Starts `goalpost mcp`, sends it these lines, closes its input, and waits for it to exit. */
async function runMcp(operator: Operator, input: string, token: string | null, ...args: string[]) {
  const env = token === null ? {} : { GOALPOST_TOKEN: token };
  const { code, stdout, stderr } = await operator.startGoalpost(['mcp', ...args], { input, env }).ended;
  const messages = stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
  return { code, stderr, messages };
}

describe.concurrent('goalpost mcp', () => {
  it('answers all requests sent before its input ended, then exits', async ({ operator }) => {
    const token = await operator.openShop();
    const { url } = await operator.serve();
    const { code, stderr, messages } = await runMcp(
      operator,
      initialize(1) + initialize(2),
      token,
      ...['--url', `${url}/`],
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(messages.map(({ id }) => id).sort()).toEqual([1, 2]);
    expect(messages[0].result.serverInfo.name).toBe('goalpost');
  });

  it('reports that no server is running', async ({ operator }) => {
    const { messages } = await runMcp(operator, initialize(1), 'x', '--url', 'http://127.0.0.1:1');
    expect(messages).toEqual([{ jsonrpc: '2.0', id: 1, error: { code: -32000, message: expect.any(String) } }]);
    expect(messages[0].error.message).toMatch(
      /^Goalpost cannot be reached at http:\/\/127\.0\.0\.1:1\/mcp \(.+\)\. Is "goalpost serve" running there\?$/,
    );
  });

  it('reports that another program answers', async ({ operator }) => {
    const other = createServer((_request, response) => response.writeHead(404).end('<h1>Not found</h1>'));
    await once(other.listen(0, '127.0.0.1'), 'listening');
    const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
    const { messages } = await runMcp(operator, initialize(1), 'x', '--url', url);
    other.close();
    expect(messages[0].error.message).toBe('The answer (status 404) did not come from Goalpost.');
  });

  it('passes on refusals of the server and the time to wait before a retry', async ({ operator }) => {
    await operator.openShop();
    const { url } = await operator.serve();
    const { messages } = await runMcp(
      operator,
      Array.from({ length: 61 }, (_, id) => initialize(id)).join(''),
      'wrong',
      ...['--url', url],
    );
    const sentences = messages.map(({ error }) => error.message.replace(/\d+/, 'N')).sort();
    expect(sentences).toEqual(['Too Many Requests. Try again in N seconds.', ...Array(60).fill('Unauthenticated.')]);
  });

  it('reports a line that is not a message, and continues', async ({ operator }) => {
    const token = await operator.openShop();
    const { url } = await operator.serve();
    const { messages } = await runMcp(operator, `{"a": 1}\n${initialize(2)}`, token, '--url', url);
    expect(messages.map(({ id }) => id).sort()).toEqual([2, null]);
    expect(messages.find(({ id }) => id === null).error.code).toBe(-32700);
  });

  it.for([
    [['--url', 'https://stats.example/path'], '--url must be an address without a path, such as https://stats.example'],
    [[], '--token is required (or GOALPOST_TOKEN): a token of the project'],
  ] as const)('refuses %j: %s', async ([args, sentence], { operator }) => {
    const { code, stderr } = await runMcp(operator, '', null, ...args);
    expect(code).toBe(2);
    expect(stderr).toContain(`goalpost: ${sentence}`);
  });
});
