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

/** The row number that stands for a project inside the file; null when there is no such project. */
export function projectNo(connection: Connection, id: ProjectId): number | null {
  return (
    connection.statement<[string], { no: number }>('SELECT project_no AS no FROM projects WHERE id = ?').get(id)?.no ??
    null
  );
}
