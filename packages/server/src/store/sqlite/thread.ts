import { workerData } from 'piscina';
import { ACTIONS, type Outcome, type Task } from './actions.js';
import { Connection } from './connection.js';

/** Code that runs inside a thread of `Threads`, with a connection of its own. */
const { file, mode } = workerData as { file: string; mode: 'read' | 'write' };
const connection = mode === 'write' ? Connection.openWriter(file) : Connection.openReader(file);

export default function perform({ name, args }: Task): Outcome {
  try {
    const action = ACTIONS[name] as (connection: Connection, ...args: readonly unknown[]) => unknown;
    return { ok: true, result: action(connection, ...args) };
  } catch (error) {
    const { name: errorName, message, code } = error as Error & { code?: string };
    return { ok: false, name: errorName, code, message };
  }
}
