import type { ProjectId } from '../../model/ids.js';
import type { Project, ProjectChanges } from '../../model/project.js';
import { storedOrigins, storedSigningSecrets } from '../../store/stored-json.js';
import type { Connection } from '../database/connection.js';

const SELECT = `SELECT id, name, time_zone AS timeZone, site_key AS siteKey, visitor_key AS visitorKey,
  allowed_origins AS allowedOrigins, page_session_ids AS pageSessionIds, signing_secrets AS signingSecrets, created_at AS createdAt FROM projects`;

/** Lists are JSON. */
type Row = Omit<Project, 'allowedOrigins' | 'signingSecrets'> & {
  readonly allowedOrigins: string;
  readonly signingSecrets: string;
};

export function createProject(connection: Connection, project: Project): void {
  connection
    .statement<unknown, [Row]>(
      `INSERT INTO projects (id, name, time_zone, site_key, visitor_key, allowed_origins, page_session_ids,
         signing_secrets, created_at)
       VALUES (:id, :name, :timeZone, :siteKey, :visitorKey, :allowedOrigins, :pageSessionIds, :signingSecrets,
         :createdAt)`,
    )
    .run(toRow(project));
}

export function findProject(connection: Connection, id: ProjectId): Project | null {
  const row = connection.statement<Row, [string]>(`${SELECT} WHERE id = ?`).get(id);
  return row ? toProject(row) : null;
}

export function findProjectBySiteKey(connection: Connection, siteKey: string): Project | null {
  const row = connection.statement<Row, [string]>(`${SELECT} WHERE site_key = ?`).get(siteKey);
  return row ? toProject(row) : null;
}

/** Null when the project does not exist. */
export function updateProject(connection: Connection, id: ProjectId, changes: ProjectChanges): Project | null {
  return connection.write(() => {
    const project = findProject(connection, id);
    if (!project) return null;
    const changed = { ...project, ...changes };
    connection
      .statement<unknown, [Row]>(
        `UPDATE projects SET name = :name, time_zone = :timeZone, allowed_origins = :allowedOrigins,
           page_session_ids = :pageSessionIds, signing_secrets = :signingSecrets
         WHERE id = :id`,
      )
      .run(toRow(changed));
    return changed;
  });
}

/** Oldest first. */
export function listProjects(connection: Connection): Project[] {
  return connection.statement<Row, []>(`${SELECT} ORDER BY project_no`).all().map(toProject);
}

function toRow(project: Project): Row {
  const { allowedOrigins, signingSecrets } = project;
  return {
    ...project,
    allowedOrigins: JSON.stringify(allowedOrigins),
    signingSecrets: JSON.stringify(signingSecrets),
  };
}

function toProject(row: Row): Project {
  const { allowedOrigins, signingSecrets } = row;
  return {
    ...row,
    allowedOrigins: storedOrigins(allowedOrigins),
    signingSecrets: storedSigningSecrets(signingSecrets),
  };
}

const numbers = new WeakMap<Connection, Map<ProjectId, number>>();

/**
 * The row number of a project in this file; null when the project does not exist. Cached, because every read needs it
 * and a project never changes or loses its number.
 */
export function projectNo(connection: Connection, id: ProjectId): number | null {
  const known = numbers.get(connection) ?? new Map<ProjectId, number>();
  numbers.set(connection, known);
  const no = known.get(id) ?? readProjectNo(connection, id);
  if (no !== null) known.set(id, no);
  return no;
}

/** Adds to a project's count of events; `by` may be negative. */
export function countEvents(connection: Connection, no: number, by: number): void {
  if (by === 0) return;
  connection
    .statement<unknown, [number, number]>('UPDATE projects SET events_stored = events_stored + ? WHERE project_no = ?')
    .run(by, no);
}

/** The number of events in a project. */
export function storedEvents(connection: Connection, id: ProjectId): number {
  return connection
    .statement<{ events: number }, [string]>('SELECT events_stored AS events FROM projects WHERE id = ?')
    .get(id)!.events;
}

function readProjectNo(connection: Connection, id: ProjectId): number | null {
  const row = connection
    .statement<{ no: number }, [string]>('SELECT project_no AS no FROM projects WHERE id = ?')
    .get(id);
  return row?.no ?? null;
}
