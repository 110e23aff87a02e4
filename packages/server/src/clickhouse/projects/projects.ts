import { LRUCache } from 'lru-cache';
import type { ProjectId } from '../../model/ids.js';
import { PROJECT_DEFAULTS, type Project } from '../../model/project.js';
import type { ProjectStore } from '../../store/store.js';
import type { Catalogue } from './catalogue.js';

const SITE_KEYS_MAX = 10_000;

export function projectStore(catalogue: Catalogue): ProjectStore {
  /** Never invalidated, because a site key never moves to another project. */
  const bySiteKey = new LRUCache<string, ProjectId>({ max: SITE_KEYS_MAX });
  const find = (id: ProjectId) => findProject(catalogue, id);
  const list = async () => (await catalogue.list<Project>('project')).map(({ body }) => complete(body)).sort(byAge);
  return {
    create: (project) =>
      catalogue.change<Project, void>('project', project.id, () => ({ body: project, answer: undefined })),
    find,
    findBySiteKey: async (siteKey) => {
      const id = bySiteKey.get(siteKey);
      if (id !== undefined) return find(id);
      const found = (await list()).find((project) => project.siteKey === siteKey) ?? null;
      if (found) bySiteKey.set(siteKey, found.id);
      return found;
    },
    update: (id, changes) =>
      catalogue.change<Project, Project | null>('project', id, (project) => {
        const changed = project && { ...complete(project), ...changes };
        return { body: changed, answer: changed };
      }),
    list,
  };
}

/** A project that was stored before it had these fields. */
function complete(project: Project): Project {
  return { ...PROJECT_DEFAULTS, ...project };
}

/** The project as it was within the last second; null when it does not exist. */
export async function findProject(catalogue: Catalogue, id: ProjectId): Promise<Project | null> {
  const found = await catalogue.findCached<Project>('project', id);
  return found && complete(found.body);
}

/** Whether the project exists. A cached answer is fine, because projects are never deleted. */
export async function isProject(catalogue: Catalogue, id: ProjectId): Promise<boolean> {
  return (await catalogue.atLeast<Project>('project', id, 1)) !== null;
}

/** Oldest first, then by id. */
function byAge(one: Project, other: Project): number {
  return one.createdAt - other.createdAt || (one.id < other.id ? -1 : 1);
}
