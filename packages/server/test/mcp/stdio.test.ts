import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect } from 'vitest';
import { it, type Operator } from '../support/operator.js';

const initialize = (id: number) =>
  `${JSON.stringify({ jsonrpc: '2.0', id, method: 'initialize', params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'a', version: '1' } } })}\n`;

/** Starts `goalpost mcp`, sends it these lines, ends its input, and waits for its end. */
async function tell(operator: Operator, input: string, ...args: string[]) {
  const { code, stdout, stderr } = await operator.startGoalpost(['mcp', ...args], { input }).ended;
  const messages = stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
  return { code, stderr, messages };
}

describe.concurrent('goalpost mcp', () => {
  it('answers everything it was asked before its input ended, then ends', async ({ operator }) => {
    const token = await operator.openShop();
    const { url } = await operator.serve();
    const { code, stderr, messages } = await tell(
      operator,
      initialize(1) + initialize(2),
      ...['--url', `${url}/`, '--token', token],
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(messages.map(({ id }) => id).sort()).toEqual([1, 2]);
    expect(messages[0].result.serverInfo.name).toBe('goalpost');
  });

  it('says when there is no server', async ({ operator }) => {
    const { messages } = await tell(operator, initialize(1), '--url', 'http://127.0.0.1:1', '--token', 'x');
    expect(messages).toEqual([{ jsonrpc: '2.0', id: 1, error: { code: -32000, message: expect.any(String) } }]);
    expect(messages[0].error.message).toMatch(
      /^Goalpost cannot be reached at http:\/\/127\.0\.0\.1:1\/mcp \(.+\)\. Is "goalpost serve" running there\?$/,
    );
  });

  it('says when it is another program that answers', async ({ operator }) => {
    const other = createServer((_request, response) => response.writeHead(404).end('<h1>Not found</h1>'));
    await once(other.listen(0, '127.0.0.1'), 'listening');
    const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
    const { messages } = await tell(operator, initialize(1), '--url', url, '--token', 'x');
    other.close();
    expect(messages[0].error.message).toBe("The answer (status 404) is not one of Goalpost's.");
  });

  it('passes on what the server refuses, and when to try again', async ({ operator }) => {
    await operator.openShop();
    const { url } = await operator.serve();
    const { messages } = await tell(
      operator,
      Array.from({ length: 61 }, (_, id) => initialize(id)).join(''),
      ...['--url', url, '--token', 'wrong'],
    );
    const said = messages.map(({ error }) => error.message.replace(/\d+/, 'N')).sort();
    expect(said).toEqual(['Too Many Requests. Try again in N seconds.', ...Array(60).fill('Unauthenticated.')]);
  });

  it('says when a line is no message, and goes on', async ({ operator }) => {
    const token = await operator.openShop();
    const { url } = await operator.serve();
    const { messages } = await tell(operator, `{"a": 1}\n${initialize(2)}`, '--url', url, '--token', token);
    expect(messages.map(({ id }) => id).sort()).toEqual([2, null]);
    expect(messages.find(({ id }) => id === null).error.code).toBe(-32700);
  });

  it.for([
    [['--url', 'https://stats.example/path'], '--url must be an address without a path, such as https://stats.example'],
    [[], '--token is required (or GOALPOST_TOKEN): a token of the project'],
  ] as const)('refuses %j: %s', async ([args, sentence], { operator }) => {
    const { code, stderr } = await tell(operator, '', ...args);
    expect(code).toBe(2);
    expect(stderr).toContain(`goalpost: ${sentence}`);
  });
});
