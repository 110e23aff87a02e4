import { BackupFailed, NoProject, PageExpired, StoreUnavailable } from '../../store/store.js';
import { DamagedData } from '../../store/stored-json.js';
import type { Connection } from '../database/connection.js';
import { isTemporary, resultCodeOf } from '../database/result-code.js';
import { ACTIONS, type ActionName } from './actions.js';

export interface Task {
  readonly name: ActionName;
  readonly args: readonly unknown[];
}

/** The result of a task. Errors lose their class when they pass between threads, so they are passed as data. */
export type Outcome =
  | { readonly ok: true; readonly result: unknown }
  | {
      readonly ok: false;
      readonly name: string;
      readonly code: string | undefined;
      readonly message: string;
      readonly stack: string | undefined;
    };

/** Runs a task. A failure to open the file is an outcome too. */
export function perform(connect: () => Connection, { name, args }: Task): Outcome {
  try {
    const action = ACTIONS[name] as (connection: Connection, ...args: readonly unknown[]) => unknown;
    return { ok: true, result: action(connect(), ...args) };
  } catch (error) {
    const { name: errorName, message, stack } = error as Error;
    return { ok: false, name: errorName, code: resultCodeOf(error), message, stack };
  }
}

/**
 * @throws {StoreUnavailable} when the disk is full or failing, or another program holds the lock for more than 5 s.
 * @throws {PageExpired}
 * @throws {NoProject}
 * @throws {BackupFailed}
 * @throws {DamagedData}
 */
export function resultOf(outcome: Outcome): unknown {
  if (outcome.ok) return outcome.result;
  const { name, code, message, stack } = outcome;
  if (name === 'PageExpired') throw new PageExpired(message);
  if (name === 'NoProject') throw new NoProject(message);
  if (name === 'BackupFailed') throw new BackupFailed(message);
  if (name === 'DamagedData') throw new DamagedData(message);
  throw isTemporary(code) ? new StoreUnavailable(message) : Object.assign(new Error(message), { name, code, stack });
}
