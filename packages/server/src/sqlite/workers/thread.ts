import { workerData } from 'piscina';
import { Connection } from '../database/connection.js';
import { type Outcome, perform, type Task } from './perform.js';

/** Runs inside a thread of `Threads`, which has its own connection. */
const { file, mode } = workerData as { file: string; mode: 'read' | 'write' };
let connection: Connection | null = null;

/** Opened by the first task, because nobody would see an error while the thread starts. */
function connect(): Connection {
  connection ??= mode === 'write' ? Connection.openWriter(file) : Connection.openReader(file);
  return connection;
}

export default function performAll(tasks: readonly Task[]): Outcome[] {
  return tasks.map((task) => perform(connect, task));
}
