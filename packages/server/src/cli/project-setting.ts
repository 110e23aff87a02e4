import type { ProjectId } from '../model/ids.js';
import type { Project } from '../model/project.js';
import { requiredText } from '../settings/kinds.js';
import type { Store } from '../store/store.js';
import { UsageError } from './settings.js';

export const projectSetting = requiredText({
  flag: 'project',
  value: 'project',
  about: 'the project, by its id, its site key, or its name',
});

/** Limit of projects listed when the requested one is not found. */
const NAMED_MAX = 10;

/** @throws {UsageError} when there is no such project, or several with that name. */
export async function findProject({ projects }: Pick<Store, 'projects'>, given: string): Promise<Project> {
  const found = (await projects.find(given as ProjectId)) ?? (await projects.findBySiteKey(given));
  if (found) return found;
  const all = await projects.list();
  const [named, ...more] = all.filter(({ name }) => name === given);
  if (named && more.length === 0) return named;
  throw new UsageError([
    named
      ? `--project must name one project; ${listed([named, ...more])} are all called "${given}": give an id`
      : `--project must be the id, the site key or the name of a project; there is no project "${given}", ${existing(all)}`,
  ]);
}

export function noGoal(key: string, project: ProjectId): UsageError {
  return new UsageError([`the project has no goal "${key}" (see: goalpost goal list --project ${project})`]);
}

function existing(projects: readonly Project[]): string {
  if (projects.length === 0) return 'nor any other yet (see: goalpost project create --help)';
  return `only ${listed(projects)}`;
}

/** "p1 (Shop), p2 (Blog) and 3 more" */
function listed(projects: readonly Project[]): string {
  const named = projects.slice(0, NAMED_MAX).map(({ id, name }) => `${id} (${name})`);
  const more = projects.length - named.length;
  return named.join(', ') + (more > 0 ? ` and ${more} more (see: goalpost project list)` : '');
}
