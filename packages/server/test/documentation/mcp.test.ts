import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { describe, expect } from 'vitest';
import { toolsOf } from '#goalpost/mcp/tools.js';
import { callTool, type Transport, withClient } from '../mcp/clients.js';
import { blocksOf, codeIn, readPage, rowsUnder } from '../support/markdown.js';
import { INSTALLED, it } from '../support/operator.js';
import { ROOT } from '../support/root.js';

const page = readPage('docs/mcp.md');

/** How a client uses the settings on the page. */
const CLIENTS: Readonly<Record<string, (settings: string) => ReturnType<Transport>>> = {
  http: (settings) => {
    const { url, headers } = JSON.parse(settings).servers.goalpost;
    return new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }) as ReturnType<Transport>;
  },
  stdio: (settings) => {
    const { command, args, env } = JSON.parse(settings).mcpServers.goalpost;
    const environment = { PATH: `${INSTALLED}:${process.env.PATH}`, HOME: process.env.HOME!, ...env };
    return new StdioClientTransport({ command, args, env: environment, cwd: ROOT, stderr: 'inherit' });
  },
};

it('the page lists every tool and the ability it needs', () => {
  const named = rowsUnder(page, 'tool', 'ability', 'is').map(([tool, ability]) => codeIn(tool! + ability!));
  expect(named).toEqual(toolsOf({} as never, {} as never).map(({ name, ability }) => [name, ability]));
});

describe.concurrent('an assistant with the settings on the page can call the tools', () => {
  it.for(Object.entries(CLIENTS))('over %s', async ([kind, connect], { operator }) => {
    const token = await operator.openShop();
    const { url } = await operator.serve();
    const [settings] = blocksOf(page, `json ${kind}`);
    const filled = settings!.replace('http://127.0.0.1:8080', url).replace('YOUR_API_TOKEN', token);
    const answer = await withClient(connect(filled), (client) => callTool(client, 'list_goals'));
    expect(answer).toEqual({ isError: false, text: '{"error":false,"data":[]}' });
  });
});
