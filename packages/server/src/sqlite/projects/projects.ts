import { type NotSources, notSourcesOf } from '../../model/entry/project-sources.js';
import type { ProjectId } from '../../model/ids.js';
import type { Project, ProjectChanges } from '../../model/project.js';
import { NoProject } from '../../store/store.js';
import { storedList, storedSigningSecrets } from '../../store/stored-json.js';
import type { Connection } from '../database/connection.js';

/** Lists of texts, which are JSON. */
const LISTS = {
  allowedOrigins: 'allowed_origins',
  ownHosts: 'own_hosts',
  paymentProviders: 'payment_providers',
  excludedAddresses: 'excluded_addresses',
  excludedPaths: 'excluded_paths',
  excludedCountries: 'excluded_countries',
} as const satisfies Partial<Record<keyof Project, string>>;
type ListName = keyof typeof LISTS;
const LIST_NAMES = Object.keys(LISTS) as ListName[];

const COLUMNS = {
  id: 'id',
  name: 'name',
  timeZone: 'time_zone',
  siteKey: 'site_key',
  visitorKey: 'visitor_key',
  ...LISTS,
  pageSessionIds: 'page_session_ids',
  mainCurrency: 'main_currency',
  signingSecrets: 'signing_secrets',
  createdAt: 'created_at',
} as const satisfies Record<keyof Project, string>;

const SELECT = `SELECT ${Object.entries(COLUMNS).map(([field, column]) => `${column} AS ${field}`)} FROM projects`;
/** No number is used twice. */
const NEXT_NO = `(SELECT 1 + max(project_no, (SELECT coalesce(max(project_no), 0) FROM projects)) FROM erased_numbers)`;
const INSERT = `INSERT INTO projects (project_no, ${Object.values(COLUMNS)})
  VALUES (${NEXT_NO}, ${Object.keys(COLUMNS).map((field) => `:${field}`)})`;
const UPDATE = `UPDATE projects SET ${Object.entries(COLUMNS).map(([field, column]) => `${column} = :${field}`)} WHERE id = :id`;

type Row = Omit<Project, ListName | 'signingSecrets'> & Readonly<Record<ListName | 'signingSecrets', string>>;

export function createProject(connection: Connection, project: Project): void {
  connection.statement<unknown, [Row]>(INSERT).run(toRow(project));
}

export function findProject(connection: Connection, id: ProjectId): Project | null {
  const row = connection.statement<Row, [string]>(`${SELECT} WHERE id = ? AND removed_at IS NULL`).get(id);
  return row ? toProject(row) : null;
}

export function findProjectBySiteKey(connection: Connection, siteKey: string): Project | null {
  const row = connection.statement<Row, [string]>(`${SELECT} WHERE site_key = ? AND removed_at IS NULL`).get(siteKey);
  return row ? toProject(row) : null;
}

/** Hosts that are no source of the sessions of a project. */
export function notSourcesIn(connection: Connection, no: number): NotSources {
  const row = connection.statement<Row, [number]>(`${SELECT} WHERE project_no = ?`).get(no);
  return notSourcesOf(toProject(row!));
}

/** Null when the project does not exist. */
export function updateProject(connection: Connection, id: ProjectId, changes: ProjectChanges): Project | null {
  return connection.write(() => {
    const project = findProject(connection, id);
    if (!project) return null;
    const changed = { ...project, ...changes };
    connection.statement<unknown, [Row]>(UPDATE).run(toRow(changed));
    return changed;
  });
}

/** Oldest first. */
export function listProjects(connection: Connection): Project[] {
  return connection.statement<Row, []>(`${SELECT} WHERE removed_at IS NULL ORDER BY project_no`).all().map(toProject);
}

function toRow(project: Project): Row {
  const lists = Object.fromEntries(LIST_NAMES.map((name) => [name, JSON.stringify(project[name])]));
  return { ...project, ...(lists as Record<ListName, string>), signingSecrets: JSON.stringify(project.signingSecrets) };
}

function toProject(row: Row): Project {
  const lists = Object.fromEntries(LIST_NAMES.map((name) => [name, storedList(row[name], LISTS[name])]));
  return {
    ...row,
    ...(lists as Record<ListName, string[]>),
    signingSecrets: storedSigningSecrets(row.signingSecrets),
  };
}

/**
 * The row number of a project in this file; null when the project does not exist. Read each time, because any process may
 * remove the project.
 */
export function projectNo(connection: Connection, id: ProjectId): number | null {
  const row = connection
    .statement<{ no: number }, [string]>('SELECT project_no AS no FROM projects WHERE id = ? AND removed_at IS NULL')
    .get(id);
  return row?.no ?? null;
}

/** @throws {NoProject} when the project does not exist. */
export function existingProjectNo(connection: Connection, id: ProjectId): number {
  const no = projectNo(connection, id);
  if (no === null) throw new NoProject(`there is no project ${id}`);
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
