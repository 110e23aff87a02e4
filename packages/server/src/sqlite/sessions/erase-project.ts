import type { ProjectId } from '../../model/ids.js';
import { DOCUMENT_KINDS } from '../../store/documents.js';
import type { Connection } from '../database/connection.js';
import { projectNo } from '../projects/projects.js';
import { eraseSomeSessions } from './erase.js';

/** Rows of other tables erased per commit, so that other writers do not wait long. */
const ROWS_PER_STEP = 1000;

/** Removes a project. Its row stays until everything else is erased. False when the project does not exist. */
export function removeProject(connection: Connection, id: ProjectId, now: number): boolean {
  return connection.write(() => {
    const project = projectNo(connection, id);
    if (project === null) return false;
    connection
      .statement<unknown, [number, number]>('UPDATE projects SET removed_at = ? WHERE project_no = ?')
      .run(now, project);
    // Nothing more is matched, and nobody is told what is erased.
    connection.statement<unknown, [number]>("UPDATE goals SET state = 'cleared' WHERE project_no = ?").run(project);
    for (const table of ['tokens', 'feeds']) deleteAll(connection, table, project);
    return true;
  });
}

/** Called often and mostly false, so it takes no lock. */
export function isProjectRemoved(connection: Connection): boolean {
  return nextRemoved(connection) !== undefined;
}

/** Erases some of a removed project, in one commit. False when nothing is left. */
export function eraseRemovedProjects(connection: Connection, now: number): boolean {
  const isDone = connection.write(() => {
    const removed = nextRemoved(connection);
    if (!removed) return null;
    const { projectNo: project, id } = removed;
    if (eraseSomeSessions(connection, project, now)) return false;
    if (eraseSomeDocuments(connection, id) || eraseSomeChanges(connection, project)) return false;
    finish(connection, project);
    return true;
  });
  if (isDone) connection.dropLog();
  return isDone !== null;
}

function nextRemoved(connection: Connection): { readonly projectNo: number; readonly id: ProjectId } | undefined {
  return connection
    .statement<{ projectNo: number; id: ProjectId }, []>(
      'SELECT project_no AS projectNo, id FROM projects WHERE removed_at IS NOT NULL ORDER BY project_no LIMIT 1',
    )
    .get();
}

/** Names the kinds, so that the index finds the owner. */
function eraseSomeDocuments(connection: Connection, owner: ProjectId): boolean {
  const { changes } = connection
    .statement<unknown, [string, string]>(
      `DELETE FROM documents WHERE revision IN (
         SELECT revision FROM documents WHERE kind IN (SELECT value FROM json_each(?)) AND owner = ? LIMIT ${ROWS_PER_STEP}
       )`,
    )
    .run(JSON.stringify(DOCUMENT_KINDS), owner);
  return changes > 0;
}

function eraseSomeChanges(connection: Connection, project: number): boolean {
  const { changes } = connection
    .statement<unknown, [number, number]>(
      `DELETE FROM feed_changes WHERE project_no = ? AND change_no IN (
         SELECT change_no FROM feed_changes WHERE project_no = ? LIMIT ${ROWS_PER_STEP}
       )`,
    )
    .run(project, project);
  return changes > 0;
}

/** Deletes what is small. */
function finish(connection: Connection, project: number): void {
  connection
    .statement<unknown, [number, number]>(
      `UPDATE erased_numbers SET project_no = max(project_no, ?),
         goal_no = max(goal_no, (SELECT coalesce(max(goal_no), 0) FROM goals WHERE project_no = ?))`,
    )
    .run(project, project);
  for (const table of ['report_days', 'goals', 'projects']) deleteAll(connection, table, project);
}

function deleteAll(connection: Connection, table: string, project: number): void {
  connection.statement<unknown, [number]>(`DELETE FROM ${table} WHERE project_no = ?`).run(project);
}
