import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { ProjectId, SessionId } from '../model/ids.js';
import type { Project } from '../model/project.js';
import { type GoalsContents, type Stretch, type Totals, versionName } from '../store/contents.js';
import type { Owner } from '../store/documents.js';
import type { Store } from '../store/store.js';
import { documentsOf } from './documents.js';
import { eventsOf, linesOf, NOTHING, sum } from './totals.js';
import { visitorsOf } from './visitors.js';

/** Counts and checksums of everything in a store. */
export interface Inventory {
  readonly projects: readonly ProjectInventory[];
  /** Figures of what belongs to no project, such as accounts. */
  readonly installation: ReadonlyMap<string, string>;
  /** Figures of salts and visitors, which are deleted after two days. */
  readonly shortLived: ReadonlyMap<string, string>;
}

export interface ProjectInventory {
  readonly project: Project;
  readonly goals: number;
  readonly sessions: number;
  readonly events: number;
  /** Conversions of live goal versions, which are the ones that readers see. */
  readonly conversions: number;
  /** Maps the name of a figure to its value. */
  readonly lines: ReadonlyMap<string, string>;
}

/** A figure that differs between two stores. */
export interface Difference {
  /** Null when the figure belongs to no project. */
  readonly project: Project | null;
  readonly what: string;
  /** Null when the store does not have it. */
  readonly source: string | null;
  readonly target: string | null;
}

/** Lets the store compute its figures. `onEvents` receives the number of events of each stretch. */
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
    installation: await documentLines(store, null),
    shortLived: new Map([
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
      // The time of last use changes while the move runs.
      ...tokens.map(({ lastUsedAt: _, ...token }) => [`token ${token.id}`, checksumText(token)] as const),
      ...(await documentLines(store, project.id)),
      ...goals.versions.map((one) => [`goal ${one.key}, version ${one.version}`, checksumText(one)] as const),
      ...linesOf(totals),
    ]),
  };
}

/** Console sessions and links are left out: they change while people use the console. */
async function documentLines({ documents }: Store, owner: Owner): Promise<Map<string, string>> {
  const lines = new Map<string, string>();
  for await (const { kind, document } of documentsOf(documents, owner)) {
    if (kind === 'account-session' || kind === 'account-link') continue;
    lines.set(`${kind} ${document.id}`, checksumText(document.body));
  }
  return lines;
}

/** A project's sessions in stretches, from first to last. */
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

/** A checksum in place of a value that may hold secrets. Keys are sorted, because stores return them in different orders. */
function checksumText(value: unknown): string {
  return `checksum ${crc32(JSON.stringify(value, sortKeys))}`;
}

function sortKeys(_key: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}

export function differencesOf(source: Inventory, target: Inventory): Difference[] {
  const ids = new Set([...source.projects, ...target.projects].map(({ project }) => project.id));
  const ofProjects = [...ids].flatMap((id) => {
    const [one, other] = [source, target].map(({ projects }) => projects.find(({ project }) => project.id === id));
    return unequal((one ?? other)!.project, one?.lines ?? new Map(), other?.lines ?? new Map());
  });
  return [
    ...ofProjects,
    ...unequal(null, source.installation, target.installation),
    ...unequal(null, source.shortLived, target.shortLived),
  ];
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

/** Changes with any change of the data, except to short-lived data. */
export function fingerprintOf({ projects, installation }: Inventory): string {
  const ofProjects = projects.map(({ project, lines }) => [project.id, [...lines].sort()]);
  // As before there were accounts, while there are none.
  const ofInstallation = installation.size > 0 ? [['', [...installation].sort()]] : [];
  const lines = [...ofProjects, ...ofInstallation].sort();
  return createHash('sha256').update(JSON.stringify(lines)).digest('hex');
}
