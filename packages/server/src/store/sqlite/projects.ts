import type { ProjectId } from '../../ids.js';
import type { Project } from '../../projects/project.js';
import type { Connection } from './connection.js';

const COLUMNS =
  'id, name, time_zone AS timeZone, site_key AS siteKey, visitor_key AS visitorKey, created_at AS createdAt';

export function createProject(connection: Connection, project: Project): void {
  connection
    .statement<[Project]>(
      `INSERT INTO projects (id, name, time_zone, site_key, visitor_key, created_at)
       VALUES (:id, :name, :timeZone, :siteKey, :visitorKey, :createdAt)`,
    )
    .run(project);
}

export function findProject(connection: Connection, id: ProjectId): Project | null {
  return connection.statement<[string], Project>(`SELECT ${COLUMNS} FROM projects WHERE id = ?`).get(id) ?? null;
}

/** Oldest first. */
export function listProjects(connection: Connection): Project[] {
  return connection.statement<[], Project>(`SELECT ${COLUMNS} FROM projects ORDER BY project_no`).all();
}

const numbers = new WeakMap<Connection, Map<ProjectId, number>>();

/**
 * The row number that stands for a project inside the file; null when there is no such project. Remembered, since it
 * is asked for by every read and a project never changes or loses its number.
 */
export function projectNo(connection: Connection, id: ProjectId): number | null {
  const known = numbers.get(connection) ?? new Map<ProjectId, number>();
  numbers.set(connection, known);
  const no = known.get(id) ?? readProjectNo(connection, id);
  if (no !== null) known.set(id, no);
  return no;
}

function readProjectNo(connection: Connection, id: ProjectId): number | null {
  const row = connection
    .statement<[string], { no: number }>('SELECT project_no AS no FROM projects WHERE id = ?')
    .get(id);
  return row?.no ?? null;
}
