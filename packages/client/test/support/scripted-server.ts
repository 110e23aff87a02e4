import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type ClientOptions, Goalpost } from '@goalpost/client';
import { afterEach, beforeEach } from 'vitest';

/** How to answer one request. */
export type Step = (response: ServerResponse, request: IncomingMessage) => void;

/** A server with scripted answers, for failures that a real server seldom has. */
export interface ScriptedServer {
  url: string;
  /** One per request; the last one repeats forever. */
  steps: Step[];
  /** The received requests; `at` in milliseconds. */
  received: { method: string; url: string; body: string; at: number }[];
  client(options?: Partial<ClientOptions>): Goalpost;
}

export function useScriptedServer(): ScriptedServer {
  const scripted = {} as ScriptedServer;
  const server = createServer(async (request, response) => {
    const at = Date.now();
    const step = scripted.steps[Math.min(scripted.received.length, scripted.steps.length - 1)]!;
    const received = { method: request.method!, url: request.url!, body: '', at };
    scripted.received.push(received);
    received.body = await text(request);
    step(response, request);
  });
  beforeEach(async () => {
    scripted.received = [];
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    scripted.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  scripted.client = (options) => new Goalpost({ url: scripted.url, token: 'any', ...options });
  return scripted;
}

export const answer =
  (status: number, body: unknown, headers: Record<string, string> = {}): Step =>
  (response) =>
    response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));

/** A successful answer with these ids. */
export const data = (...ids: unknown[]) => answer(200, { error: false, data: ids });

export const failure = (status: number, headers: Record<string, string> = {}) =>
  answer(status, { error: true, message: `Refused with ${status}.` }, headers);

export const closeConnection: Step = (response) => response.destroy();

export const neverAnswer: Step = () => {};
