import { LRUCache } from 'lru-cache';
import type { ProjectId } from '../../model/ids.js';
import { PROJECT_DEFAULTS, type Project } from '../../model/project.js';
import type { ProjectStore } from '../../store/contract/projects.js';
import type { Catalogue } from './catalogue.js';

const SITE_KEYS_MAX = 10_000;

/** How long a process may go on with what it knows of a removed project, in ms: what it stores then is erased later. */
const LATE_MS_MAX = 600_000;

/** A project as a document. Once it is removed, only this is left of it. */
interface Removed {
  readonly id: ProjectId;
  /** In ms since 1970. */
  readonly removedAt: number;
  /** When there is something to erase again, in ms since 1970; null when all is erased. */
  readonly dueAt: number | null;
}
type Kept = Project | Removed;

/** Of every change: changes that a process makes at the same moment share the options of the first. */
const OPTIONS = { dueAt: (kept: Kept) => (isRemoved(kept) ? kept.dueAt : null) };

/** `erase` erases everything that a project had. */
export function projectStore(
  catalogue: Catalogue,
  erase: (id: ProjectId) => Promise<void>,
  now: () => number,
): ProjectStore {
  /** Never invalidated, because a site key never moves to another project. */
  const bySiteKey = new LRUCache<string, ProjectId>({ max: SITE_KEYS_MAX });
  const find = (id: ProjectId) => findProject(catalogue, id);
  const list = async () =>
    (await catalogue.list<Kept>('project'))
      .map(({ body }) => complete(body))
      .filter((project) => project !== null)
      .sort(byAge);
  return {
    create: (project) =>
      catalogue.change<Kept, void>('project', project.id, () => ({ body: project, answer: undefined }), OPTIONS),
    find,
    findBySiteKey: async (siteKey) => {
      const id = bySiteKey.get(siteKey);
      if (id !== undefined) return find(id);
      const found = (await list()).find((project) => project.siteKey === siteKey) ?? null;
      if (found) bySiteKey.set(siteKey, found.id);
      return found;
    },
    update: (id, changes) =>
      catalogue.change<Kept, Project | null>(
        'project',
        id,
        (kept) => {
          const project = kept && complete(kept);
          const changed = project && { ...project, ...changes };
          return { body: changed, answer: changed };
        },
        OPTIONS,
      ),
    list,
    remove: (id) =>
      catalogue.change<Kept, boolean>(
        'project',
        id,
        (kept) => {
          if (kept === null || isRemoved(kept)) return { body: null, answer: false };
          const at = now();
          return { body: { id, removedAt: at, dueAt: at }, answer: true };
        },
        OPTIONS,
      ),
    work: async () => {
      const due = await catalogue.nextDue<Removed>('project', now());
      if (!due) return false;
      await erase(due.body.id);
      await catalogue.change<Kept, void>(
        'project',
        due.id,
        (kept) => ({ body: erased(kept), answer: undefined }),
        OPTIONS,
      );
      return true;
    },
  };

  /** Erased once at once, and once more when every process has noticed. */
  function erased(kept: Kept | null): Removed | null {
    if (kept === null || !isRemoved(kept) || kept.dueAt === null) return null;
    const last = kept.removedAt + LATE_MS_MAX;
    return { ...kept, dueAt: kept.dueAt < last ? last : null };
  }
}

function isRemoved(kept: Kept): kept is Removed {
  return 'removedAt' in kept;
}

/** A project that was stored before it had some fields; null when it is removed. */
function complete(kept: Kept): Project | null {
  return isRemoved(kept) ? null : { ...PROJECT_DEFAULTS, ...kept };
}

/** The project as it was within the last second; null when it does not exist. */
export async function findProject(catalogue: Catalogue, id: ProjectId): Promise<Project | null> {
  const found = await catalogue.findCached<Kept>('project', id);
  return found && complete(found.body);
}

/** Whether the project existed within the last second. */
export async function isProject(catalogue: Catalogue, id: ProjectId): Promise<boolean> {
  return (await findProject(catalogue, id)) !== null;
}

/** The projects that are not removed. */
export async function projectIds(catalogue: Catalogue): Promise<ProjectId[]> {
  const all = await catalogue.list<Kept>('project');
  return all.filter(({ body }) => !isRemoved(body)).map(({ body }) => body.id);
}

/** Oldest first, then by id. */
function byAge(one: Project, other: Project): number {
  return one.createdAt - other.createdAt || (one.id < other.id ? -1 : 1);
}
