import type { PageStart } from '../../model/page.js';
import type { Selection } from '../../store/contract/conversions.js';
import { type GoalVersion, NO_GOALS, type ProjectGoals, versionsAt } from '../../store/goals/versions.js';
import { PageExpired } from '../../store/store.js';
import type { Catalogue } from '../projects/catalogue.js';

/** The goal versions whose conversions a read returns. */
export interface SelectedGoals {
  readonly versions: readonly GoalVersion[];
  /** Later pages read the same revision. */
  readonly revision: number;
}

/** The versions that a new reader sees. A change by another process may take a second to appear. */
export async function goalsOf(
  catalogue: Catalogue,
  { projectId, types }: Pick<Selection, 'projectId' | 'types'>,
): Promise<SelectedGoals> {
  const goals = await catalogue.findCached<ProjectGoals>('goals', projectId);
  const revision = goals?.revision ?? 0;
  return { versions: ofTypes(versionsAt(goals?.body ?? NO_GOALS, revision), types), revision };
}

/**
 * The versions that the previous page was read with.
 *
 * @throws {PageExpired}
 */
export async function goalsOfPage(
  catalogue: Catalogue,
  { projectId, types }: Selection,
  { snapshot }: PageStart,
): Promise<SelectedGoals> {
  const revision = Number(snapshot);
  const goals = await catalogue.atLeast<ProjectGoals>('goals', projectId, revision);
  const { clearedRevision } = goals?.body ?? NO_GOALS;
  if (!(revision >= clearedRevision && revision <= (goals?.revision ?? 0))) {
    throw new PageExpired(`revision ${snapshot} is cleared`);
  }
  return { versions: ofTypes(versionsAt(goals?.body ?? NO_GOALS, revision), types), revision };
}

function ofTypes(versions: readonly GoalVersion[], types: Selection['types']): readonly GoalVersion[] {
  return types === null ? versions : versions.filter(({ type }) => types.includes(type));
}
