import type { Project } from '../model/project.js';
import { DAY_MS, dayOf } from '../model/visitor.js';
import type { Store } from '../store/store.js';
import { copyProject, copyStretch, copyVisitors, type Stores } from './copy.js';
import { copyDocuments } from './documents.js';
import {
  type Difference,
  differencesOf,
  fingerprintOf,
  type Inventory,
  stretchesOf,
  takeInventory,
} from './inventory.js';

export interface Move extends Stores {
  /** Milliseconds since 1970. Decides which days' visitors are still needed. */
  readonly now: number;
  onProgress(progress: Progress): void;
  /** Aborting it ends the move with `MoveStopped` after the current step. */
  readonly signal: AbortSignal;
}

export interface Progress {
  readonly phase: 'copying' | 'checking';
  /** Events done in this phase. */
  readonly events: number;
  /** All events of this phase. */
  readonly eventsTotal: number;
}

export interface Moved {
  /** The contents of the target after the move. */
  readonly inventory: Inventory;
  /** Empty unless something changed during the move or was lost. */
  readonly differences: readonly Difference[];
}

/** The source cannot be moved to the target; the message is for the operator. */
export class MoveRefused extends Error {
  override readonly name = 'MoveRefused';
}

/** The signal was aborted. */
export class MoveStopped extends Error {
  override readonly name = 'MoveStopped';
}

/**
 * Copies an installation to an empty store, then compares the figures of both stores. It may be interrupted at any point:
 * the next run skips what was copied and copies what is missing or has changed. It may also be repeated after it has
 * finished, as long as nothing else has changed the target.
 *
 * @throws {MoveRefused} when there is nothing to move, or when the target holds other data.
 * @throws {MoveStopped}
 */
export async function moveInstallation(move: Move): Promise<Moved> {
  const { source, target, now } = move;
  const projects = await source.projects.list();
  if (projects.length === 0) {
    throw new MoveRefused('there is no project in the store to move from, so there is nothing to move');
  }
  const installation = await source.installationId();
  const since = dayOf(now - DAY_MS);
  await requireComplete(source);
  await claim(target, installation, since);

  const eventsTotal = await countEvents(source, projects);
  const copied = counter(move, 'copying', eventsTotal);
  for (const project of projects) {
    await copyProject(move, project);
    for await (const stretch of stretchesOf(source, project.id)) copied(await copyStretch(move, project.id, stretch));
  }
  await copyDocuments(source.documents, target.documents, null);
  await copyVisitors(move, since);

  const checked = counter(move, 'checking', 2 * eventsTotal);
  const [wanted, inventory] = await Promise.all([
    takeInventory(source, since, checked),
    takeInventory(target, since, checked),
  ]);
  const differences = differencesOf(wanted, inventory);
  if (differences.length === 0) {
    await target.contents.keepNote({ installation, fingerprint: fingerprintOf(inventory) });
  }
  return { inventory, differences };
}

/** @throws {MoveRefused} when a move into the store has not finished. */
export async function requireComplete({ contents }: Store): Promise<void> {
  const note = await contents.note();
  if (note === null || note.fingerprint !== null) return;
  throw new MoveRefused(
    'this store holds only part of an installation, because a move into it has not finished; run that "goalpost move" again',
  );
}

/** Records in the target which installation is being moved there. */
async function claim(target: Store, installation: string, since: string): Promise<void> {
  const note = await target.contents.note();
  if (note?.installation !== installation) {
    const existing = await target.projects.list();
    if (note !== null || existing.length > 0)
      throw new MoveRefused(`the store to move to is not empty${named(existing)}; ${USE_EMPTY}`);
  } else if (note.fingerprint !== null) {
    const fingerprint = fingerprintOf(await takeInventory(target, since, () => {}));
    if (fingerprint !== note.fingerprint) {
      throw new MoveRefused(`the store to move to has changed since this installation was moved there; ${USE_EMPTY}`);
    }
  }
  await target.contents.keepNote({ installation, fingerprint: null });
}

const USE_EMPTY = 'name an empty one with --data-dir or --clickhouse-database';
const NAMED_MAX = 3;

/** ": it holds p1 (Shop), p2 (Blog) and 3 more projects" */
function named(projects: readonly Project[]): string {
  if (projects.length === 0) return '';
  const names = projects.slice(0, NAMED_MAX).map(({ id, name }) => `${id} (${name})`);
  const more = projects.length - names.length;
  return `: it holds ${names.join(', ')}${more > 0 ? ` and ${more} more projects` : ''}`;
}

async function countEvents({ contents }: Store, projects: readonly Project[]): Promise<number> {
  let events = 0;
  for (const { id } of projects) events += await contents.eventsTotal(id);
  return events;
}

function counter(
  { onProgress, signal }: Move,
  phase: Progress['phase'],
  eventsTotal: number,
): (events: number) => void {
  let events = 0;
  return (more) => {
    events += more;
    onProgress({ phase, events, eventsTotal });
    if (signal.aborted) throw new MoveStopped('stopped');
  };
}
