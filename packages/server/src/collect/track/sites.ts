import { LRUCache } from 'lru-cache';
import type { Project } from '../../model/project.js';
import type { ProjectStore } from '../../store/contract/projects.js';

/** How long a project is cached, in ms. A change of its origins may take this long to have an effect. */
const CACHE_TTL_MS = 1000;
const PROJECTS_MAX = 1000;

/** Finds projects by the site keys that pages send. */
export class Sites {
  readonly #store: Pick<ProjectStore, 'findBySiteKey'>;
  readonly #cache: LRUCache<string, Project>;

  constructor(store: Pick<ProjectStore, 'findBySiteKey'>, now: () => number) {
    this.#store = store;
    this.#cache = new LRUCache({ max: PROJECTS_MAX, ttl: CACHE_TTL_MS, ttlResolution: 0, perf: { now } });
  }

  /** Null when no project has the key. Rejects with `StoreUnavailable`. */
  async find(siteKey: string): Promise<Project | null> {
    const known = this.#cache.get(siteKey);
    if (known) return known;
    const project = await this.#store.findBySiteKey(siteKey);
    if (project) this.#cache.set(siteKey, project);
    return project;
  }
}
