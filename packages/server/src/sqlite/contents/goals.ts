import type { ProjectId } from '../../model/ids.js';
import { type GoalsContents, type VersionName, versionName } from '../../store/contents.js';
import { goalsContents as contentsOf, withContents } from '../../store/goals/contents.js';
import type { Connection } from '../database/connection.js';
import { changeGoals } from '../goals/change-goals.js';
import { readGoals, versionsInUse } from '../goals/goal-rows.js';
import { projectNo } from '../projects/projects.js';

/** A version with the number that its conversions in this file refer to. */
export interface NumberedVersion {
  readonly name: VersionName;
  readonly goalNo: number;
  readonly once: boolean;
}

/** The versions whose conversions are moved. */
export function movedVersions(connection: Connection, project: number): NumberedVersion[] {
  return versionsInUse(connection, project).map((version) => ({
    name: versionName(version),
    goalNo: version.no,
    once: version.count === 'once',
  }));
}

export function goalsContents(connection: Connection, projectId: ProjectId): GoalsContents {
  return connection.read(() => {
    const { goals, revision } = readGoals(connection, projectNo(connection, projectId)!);
    return contentsOf(goals, revision);
  });
}

/** Conversions of versions that are no longer among these are deleted in the background. */
export function putGoals(connection: Connection, projectId: ProjectId, moved: GoalsContents, now: number): void {
  connection.write(() => {
    changeGoals<never>(
      connection,
      projectNo(connection, projectId)!,
      (goals, revision) => withContents(goals, moved.versions, revision, now),
      { revisionMin: moved.revision + 1 },
    );
  });
}
