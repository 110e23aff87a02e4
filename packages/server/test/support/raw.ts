import { once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { App } from './app.js';

/** Listens on a free port of this machine, and gives the port. */
export async function listen(app: App): Promise<number> {
  await app.listen({ port: 0, host: '127.0.0.1' });
  return (app.server.address() as AddressInfo).port;
}

/** A connection over which HTTP is written by hand. Nothing is read until somebody listens. */
export async function open(port: number, localAddress = '127.0.0.1'): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', localAddress });
  socket.on('error', () => {});
  await once(socket, 'connect');
  return socket;
}

/** Resolves when the connection has ended, however that comes about. */
export function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    if (socket.closed) resolve();
    else socket.once('close', () => resolve());
  });
}

/** All that comes until the connection ends. */
export async function readToEnd(socket: Socket): Promise<string> {
  let text = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => {
    text += chunk;
  });
  await closed(socket);
  return text;
}

/** The answer to requests written by hand, of which the last has to end the connection. */
export async function answerTo(port: number, requests: string, localAddress?: string): Promise<string> {
  const socket = await open(port, localAddress);
  socket.write(requests, 'latin1');
  return readToEnd(socket);
}

export const get = (path: string, ...headers: string[]) =>
  [`GET ${path} HTTP/1.1`, 'Host: localhost', ...headers, '', ''].join('\r\n');
