import { createHash } from 'node:crypto';
import type { Project } from '../model/project.js';
import { DAY_MS, dayOf } from '../model/visitor.js';
import type { Store } from '../store/store.js';
import { copyProject, copyStretch, copyVisitors, type Stores } from './copy.js';
import {
  type Difference,
  differencesOf,
  fingerprintOf,
  type Inventory,
  stretchesOf,
  takeInventory,
} from './inventory.js';

export interface Move extends Stores {
  /** Milliseconds since 1970; says which days' visitors are of use still. */
  readonly now: number;
  onProgress(progress: Progress): void;
  /** Ends it with `MoveStopped` after what is under way. */
  readonly signal: AbortSignal;
}

export interface Progress {
  readonly phase: 'copying' | 'checking';
  /** Of this phase. */
  readonly events: number;
  readonly eventsTotal: number;
}

export interface Moved {
  /** What the target holds now. */
  readonly inventory: Inventory;
  /** None, unless something was changed in the meantime or was lost. */
  readonly differences: readonly Difference[];
}

/** The stores are not such that one can be moved to the other; the message is for the operator. */
export class MoveRefused extends Error {
  override readonly name = 'MoveRefused';
}

/** Somebody asked for it. */
export class MoveStopped extends Error {
  override readonly name = 'MoveStopped';
}

/**
 * Copies an installation to an empty store, and then has both stores count and sum up what they hold. It may be broken
 * off anywhere: done again it passes over what is there, and copies what is not or has changed. The same after it is
 * done, for as long as nothing else has changed the target.
 *
 * @throws {MoveRefused} when there is nothing to move, or the target holds what no move of this installation put there.
 * @throws {MoveStopped}
 */
export async function moveInstallation(move: Move): Promise<Moved> {
  const { source, target, now } = move;
  const projects = await source.projects.list();
  const installation = installationOf(projects);
  const since = dayOf(now - DAY_MS);
  await requireWhole(source);
  await claim(target, installation, since);

  const eventsTotal = await countEvents(source, projects);
  const copied = counter(move, 'copying', eventsTotal);
  for (const project of projects) {
    await copyProject(move, project);
    for await (const stretch of stretchesOf(source, project.id)) copied(await copyStretch(move, project.id, stretch));
  }
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

/** Projects stay for ever, so the oldest one tells an installation from all others. */
function installationOf([oldest]: readonly Project[]): string {
  if (!oldest) throw new MoveRefused('there is no project in the store to move from, so there is nothing to move');
  return createHash('sha256').update(`${oldest.id} ${oldest.visitorKey}`).digest('hex');
}

/** @throws {MoveRefused} when a move into the store has not come to its end. */
export async function requireWhole({ contents }: Store): Promise<void> {
  const note = await contents.note();
  if (note === null || note.fingerprint !== null) return;
  throw new MoveRefused(
    'this store holds a part of an installation: a move into it is not done; run that "goalpost move" again',
  );
}

/** Notes in the target what is going to be moved there. */
async function claim(target: Store, installation: string, since: string): Promise<void> {
  const note = await target.contents.note();
  if (note?.installation !== installation) {
    const held = await target.projects.list();
    if (note !== null || held.length > 0)
      throw new MoveRefused(`the store to move to is not empty${named(held)}; ${EMPTY}`);
  } else if (note.fingerprint !== null) {
    const fingerprint = fingerprintOf(await takeInventory(target, since, () => {}));
    if (fingerprint !== note.fingerprint) {
      throw new MoveRefused(`the store to move to has been changed since this installation was moved there; ${EMPTY}`);
    }
  }
  await target.contents.keepNote({ installation, fingerprint: null });
}

const EMPTY = 'name an empty one with --data-dir or --clickhouse-database';
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
