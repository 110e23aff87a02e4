import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { GOALPOST } from '../support/operator.js';

/** How a client reaches a server at this address with this token. */
export type Transport = (url: string, token: string) => Parameters<Client['connect']>[0];

/** Both transports. */
export const TRANSPORTS: Readonly<Record<string, Transport>> = {
  'streamable HTTP': (url, token) => {
    const requestInit = { headers: { Authorization: `Bearer ${token}` } };
    return new StreamableHTTPClientTransport(new URL('/mcp', url), { requestInit }) as ReturnType<Transport>;
  },
  stdio: (url, token) =>
    new StdioClientTransport({
      command: process.execPath,
      args: [GOALPOST, 'mcp', '--url', url],
      env: { GOALPOST_TOKEN: token },
      stderr: 'inherit',
    }),
};

/** Connects the SDK's client, runs `use` with it, and closes it. */
export async function withClient<Result>(
  transport: ReturnType<Transport>,
  use: (client: Client) => Promise<Result>,
): Promise<Result> {
  const client = new Client({ name: 'a model', version: '1' });
  await client.connect(transport);
  try {
    return await use(client);
  } finally {
    await client.close();
  }
}

export interface Called {
  readonly isError: boolean;
  readonly text: string;
}

/** Calls a tool, which always answers with a single text. */
export async function callTool(client: Client, name: string, input: object = {}): Promise<Called> {
  const { isError = false, content } = (await client.callTool({ name, arguments: { ...input } })) as CallToolResult;
  const [only, ...more] = content;
  if (only?.type !== 'text' || more.length > 0) throw new Error(`no single text: ${JSON.stringify(content)}`);
  return { isError, text: only.text };
}
