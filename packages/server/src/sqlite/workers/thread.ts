import { workerData } from 'piscina';
import { Connection } from '../database/connection.js';
import { type Outcome, perform, type Task } from './perform.js';
import type { ThreadMode } from './threads.js';

/** Runs inside a thread of `Threads`, which has its own connection. */
const { file, mode } = workerData as { file: string; mode: ThreadMode };
const OPEN: Record<ThreadMode, (file: string) => Connection> = {
  read: Connection.openReader,
  report: Connection.openReportReader,
  write: Connection.openWriter,
};
let connection: Connection | null = null;

/** Opened by the first task, because nobody would see an error while the thread starts. */
function connect(): Connection {
  connection ??= OPEN[mode](file);
  return connection;
}

export default function performAll(tasks: readonly Task[]): Outcome[] {
  return tasks.map((task) => perform(connect, task));
}
