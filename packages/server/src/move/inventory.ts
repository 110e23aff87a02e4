import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { ProjectId, SessionId } from '../model/ids.js';
import type { Project } from '../model/project.js';
import { type GoalsContents, type Stretch, type Totals, versionName } from '../store/contents.js';
import type { Store } from '../store/store.js';
import { eventsOf, linesOf, NOTHING, sum } from './totals.js';
import { visitorsOf } from './visitors.js';

/** What a store holds, in figures. */
export interface Inventory {
  readonly projects: readonly ProjectInventory[];
  /** Of salts and visitors, which are forgotten after two days. */
  readonly passing: ReadonlyMap<string, string>;
}

export interface ProjectInventory {
  readonly project: Project;
  readonly goals: number;
  readonly sessions: number;
  readonly events: number;
  /** As readers see them. */
  readonly conversions: number;
  /** What it is, and how much there is of it. */
  readonly lines: ReadonlyMap<string, string>;
}

/** Where two stores are not the same. */
export interface Difference {
  /** Null: it is of no project. */
  readonly project: Project | null;
  readonly what: string;
  /** Null: there is none. */
  readonly source: string | null;
  readonly target: string | null;
}

/** Counted and summed up by the store. `onEvents` hears of each stretch how many events it had. */
export async function takeInventory(
  store: Store,
  since: string,
  onEvents: (events: number) => void,
): Promise<Inventory> {
  const projects: ProjectInventory[] = [];
  for (const project of await store.projects.list()) projects.push(await inventoryOf(store, project, onEvents));
  const salts = await store.contents.salts(since);
  let visitors = 0;
  let checksum = 0n;
  for await (const part of visitorsOf(store, since)) {
    visitors += part.length;
    for (const { day, hash, projectId, sessionId } of part) {
      checksum += BigInt(crc32([day, hash, projectId, sessionId].join(' ')));
    }
  }
  return {
    projects,
    passing: new Map([
      ['salts', checksumText([...salts])],
      ['visitors', String(visitors)],
      ['checksum of visitors', String(checksum)],
    ]),
  };
}

async function inventoryOf(
  store: Store,
  project: Project,
  onEvents: (events: number) => void,
): Promise<ProjectInventory> {
  const goals = await store.contents.goals(project.id);
  const tokens = await store.tokens.list(project.id);
  let totals = NOTHING;
  for await (const stretch of stretchesOf(store, project.id)) {
    const more = await store.contents.totals(project.id, stretch);
    totals = sum(totals, more);
    onEvents(eventsOf(more));
  }
  return {
    project,
    goals: new Set(goals.versions.filter(({ state }) => state !== 'gone').map(({ key }) => key)).size,
    sessions: totals.sessions,
    events: eventsOf(totals),
    conversions: seenConversions(totals, goals),
    lines: new Map([
      ['settings', checksumText(project)],
      // When a token was last used is noted in passing.
      ...tokens.map(({ lastUsedAt: _, ...token }) => [`token ${token.id}`, checksumText(token)] as const),
      ...goals.versions.map((one) => [`goal ${one.key}, version ${one.version}`, checksumText(one)] as const),
      ...linesOf(totals),
    ]),
  };
}

/** A project's sessions in pieces, from the first to the last. */
export async function* stretchesOf({ contents }: Store, projectId: ProjectId): AsyncGenerator<Stretch> {
  for (let after: SessionId | null = null; ; ) {
    const stretch: Stretch = await contents.stretch(projectId, after);
    yield stretch;
    if (stretch.through === null) return;
    after = stretch.through;
  }
}

function seenConversions({ conversions }: Totals, { versions }: GoalsContents): number {
  return versions
    .filter(({ state }) => state === 'live')
    .reduce((count, version) => count + (conversions.get(versionName(version))?.count ?? 0), 0);
}

/** In the place of what may hold secrets. Stores give the fields of a thing in orders of their own. */
function checksumText(value: unknown): string {
  return `checksum ${crc32(JSON.stringify(value, sorted))}`;
}

function sorted(_key: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}

export function differencesOf(source: Inventory, target: Inventory): Difference[] {
  const ids = new Set([...source.projects, ...target.projects].map(({ project }) => project.id));
  const ofProjects = [...ids].flatMap((id) => {
    const [one, other] = [source, target].map(({ projects }) => projects.find(({ project }) => project.id === id));
    return unequal((one ?? other)!.project, one?.lines ?? new Map(), other?.lines ?? new Map());
  });
  return [...ofProjects, ...unequal(null, source.passing, target.passing)];
}

function unequal(
  project: Project | null,
  source: ReadonlyMap<string, string>,
  target: ReadonlyMap<string, string>,
): Difference[] {
  return [...new Set([...source.keys(), ...target.keys()])]
    .filter((what) => source.get(what) !== target.get(what))
    .map((what) => ({ project, what, source: source.get(what) ?? null, target: target.get(what) ?? null }));
}

/** The same as long as nobody has changed anything, but for what is forgotten by itself. */
export function fingerprintOf({ projects }: Inventory): string {
  const lines = projects.map(({ project, lines }) => [project.id, [...lines].sort()]).sort();
  return createHash('sha256').update(JSON.stringify(lines)).digest('hex');
}
