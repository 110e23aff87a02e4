import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { isJSONRPCRequest, type JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import { isRecord } from '../validation/faults.js';

export interface Bridge {
  /** Of the server, without a path. */
  readonly url: string;
  readonly token: string;
  readonly input: Readable;
  readonly output: Writable;
}

/** Carries messages between a program's standard streams and `/mcp` of a server, until the input ends. */
export async function bridge({ url, token, input, output }: Bridge): Promise<void> {
  const underWay = new Set<Promise<void>>();
  const stdio = new StdioServerTransport(input, output);
  stdio.onmessage = (message) => {
    const carried = carry(message).finally(() => underWay.delete(carried));
    underWay.add(carried);
  };
  stdio.onerror = ({ message }) => void stdio.send(failure(null, PARSE_ERROR, message));
  const ended = once(input, 'end');
  await stdio.start();
  await ended;
  await Promise.all(underWay);

  async function carry(message: JSONRPCMessage): Promise<void> {
    try {
      const answer = await post(`${url}/mcp`, token, message);
      if (answer) await stdio.send(answer);
    } catch (error) {
      if (isJSONRPCRequest(message)) await stdio.send(failure(message.id, SERVER_ERROR, (error as Error).message));
    }
  }
}

/** Of JSON-RPC 2.0. */
const PARSE_ERROR = -32_700;
const SERVER_ERROR = -32_000;

function failure(id: string | number | null, code: number, message: string): JSONRPCMessage {
  return { jsonrpc: '2.0', id, error: { code, message } } as JSONRPCMessage;
}

/** The answer to a message; null when it takes none. Throws an error that says what to do. */
async function post(address: string, token: string, message: JSONRPCMessage): Promise<JSONRPCMessage | null> {
  const response = await fetch(address, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${token}`,
      'Content-Type': 'application/json',
      Accept: 'application/json, text/event-stream',
    },
    body: JSON.stringify(message),
  }).catch((error: Error) => {
    const { message: reason, code } = (error.cause ?? error) as NodeJS.ErrnoException;
    throw new Error(`Goalpost cannot be reached at ${address} (${reason || code}). Is "goalpost serve" running there?`);
  });
  const text = await response.text();
  if (response.ok) return text === '' ? null : JSON.parse(text);
  throw new Error(sentenceOf(response, text));
}

function sentenceOf({ status, headers }: Response, text: string): string {
  const said = messageIn(text) ?? `The answer (status ${status}) is not one of Goalpost's.`;
  const retryAfter = headers.get('retry-after');
  return retryAfter === null ? said : `${said.replace(/\.?$/, '.')} Try again in ${retryAfter} seconds.`;
}

function messageIn(text: string): string | null {
  try {
    const body: unknown = JSON.parse(text);
    return isRecord(body) && typeof body.message === 'string' ? body.message : null;
  } catch {
    return null;
  }
}
