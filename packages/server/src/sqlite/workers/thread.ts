import { workerData } from 'piscina';
import { Connection } from '../database/connection.js';
import { type Outcome, perform, type Task } from './perform.js';

/** Code that runs inside a thread of `Threads`, with a connection of its own. */
const { file, mode } = workerData as { file: string; mode: 'read' | 'write' };
let connection: Connection | null = null;

/** Opened by the first task: were it not to succeed while the thread starts, nobody would hear of it. */
function connect(): Connection {
  connection ??= mode === 'write' ? Connection.openWriter(file) : Connection.openReader(file);
  return connection;
}

export default function performAll(tasks: readonly Task[]): Outcome[] {
  return tasks.map((task) => perform(connect, task));
}
