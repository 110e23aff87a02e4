import { LRUCache } from 'lru-cache';
import type { Project } from '../../model/project.js';
import type { ProjectStore } from '../../store/store.js';

/** How long a project is believed to be as it was read: so long may a change of its origins take to be felt. */
const BELIEVED_MS = 1000;
const PROJECTS_MAX = 1000;

/** Projects by the site keys that pages send. */
export class Sites {
  readonly #store: Pick<ProjectStore, 'findBySiteKey'>;
  readonly #believed: LRUCache<string, Project>;

  constructor(store: Pick<ProjectStore, 'findBySiteKey'>, now: () => number) {
    this.#store = store;
    this.#believed = new LRUCache({ max: PROJECTS_MAX, ttl: BELIEVED_MS, perf: { now } });
  }

  /** Null when no project has the key. Rejects with `StoreUnavailable`. */
  async find(siteKey: string): Promise<Project | null> {
    const known = this.#believed.get(siteKey);
    if (known) return known;
    const project = await this.#store.findBySiteKey(siteKey);
    if (project) this.#believed.set(siteKey, project);
    return project;
  }
}
