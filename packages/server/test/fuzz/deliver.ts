import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import type { Input } from './inputs.js';

/** By then a connection has ended, however busy the machine is. */
const ENDED_WITHIN_MS = 60_000;
/** Between the parts of an input. */
const PAUSE_MS = 2;
/** As long as a status line can be that is only half there. */
const STATUS_LINE_CHARACTERS = 64;

/** What came of an input: the status of every answer, and whether the connection ended. */
export interface Delivered {
  readonly statuses: readonly number[];
  readonly hasEnded: boolean;
}

/** Sends an input over a connection of its own, and reads until the connection ends. */
export async function deliver(port: number, { parts, ending, address }: Input): Promise<Delivered> {
  const socket = connect({ port, host: '127.0.0.1', localAddress: address });
  const closed = new Promise<true>((resolve) => socket.once('close', () => resolve(true)));
  const timeout = new AbortController();
  const timedOut = setTimeout(ENDED_WITHIN_MS, false, { signal: timeout.signal }).catch(() => false);
  socket.on('error', () => {});
  const statuses: number[] = [];
  let noteAnswer = () => {};
  const answered = new Promise<void>((resolve) => {
    noteAnswer = resolve;
  });
  let rest = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => {
    const text = rest + chunk;
    for (const [, status] of text.matchAll(STATUS)) if (status !== '100') statuses.push(Number(status));
    if (statuses.length > 0) noteAnswer();
    rest = text.slice(Math.max(text.lastIndexOf('\n') + 1, text.length - STATUS_LINE_CHARACTERS));
  });
  await Promise.race([once(socket, 'connect'), closed]);
  for (const [index, part] of parts.entries()) {
    if (index > 0) await setTimeout(PAUSE_MS);
    if (socket.writable) socket.write(part);
  }
  if (ending === 'answer') await Promise.race([answered, closed, timedOut]);
  if (ending === 'abort') socket.resetAndDestroy();
  else socket.end();
  const hasEnded = await Promise.race([closed, timedOut]);
  timeout.abort();
  socket.destroy();
  return { statuses, hasEnded };
}

/** Bodies have no carriage returns of their own. */
const STATUS = /HTTP\/1\.1 (\d{3}) [^\r\n]*\r\n/g;
