import type { Document, DocumentKind, DocumentName, DocumentPage, Owner } from '../../store/documents.js';
import { storedBody } from '../../store/stored-json.js';
import type { Connection } from '../database/connection.js';
import { existingProjectNo } from './projects.js';

interface Row {
  readonly id: string;
  readonly revision: number;
  readonly body: string;
}

const PLACE = 'kind = :kind AND owner = :owner AND id = :id';

export function findDocument<Body>(connection: Connection, name: DocumentName): Document<Body> | null {
  const row = connection
    .statement<Row, [Place]>(`SELECT id, revision, body FROM documents WHERE ${PLACE}`)
    .get(placeOf(name));
  return row ? toDocument<Body>(row) : null;
}

export function findDocuments<Body>(
  connection: Connection,
  kind: DocumentKind,
  owner: Owner,
  ids: readonly string[],
): Map<string, Document<Body>> {
  const rows = connection
    .statement<Row, [string, string, string]>(
      'SELECT id, revision, body FROM documents WHERE kind = ? AND owner = ? AND id IN (SELECT value FROM json_each(?))',
    )
    .all(kind, owner ?? '', JSON.stringify(ids));
  return new Map(rows.map((row) => [row.id, toDocument<Body>(row)]));
}

export function listDocuments<Body>(
  connection: Connection,
  kind: DocumentKind,
  owner: Owner,
  { order, after, limit }: DocumentPage,
): Document<Body>[] {
  const beyond = order === 'asc' ? '>' : '<';
  const rows = connection
    .statement<Row, [string, string, string | null, number]>(
      `SELECT id, revision, body FROM documents
       WHERE kind = ?1 AND owner = ?2 AND (?3 IS NULL OR id ${beyond} ?3) ORDER BY id ${order} LIMIT ?4`,
    )
    .all(kind, owner ?? '', after, limit);
  return rows.map((row) => toDocument<Body>(row));
}

/**
 * A project that is removed gets no more documents. A change deletes the row and inserts another, so that it takes a new revision and the old body is overwritten.
 *
 * @throws {NoProject}
 */
export function putDocument<Body>(
  connection: Connection,
  name: DocumentName,
  expected: number | null,
  body: Body,
): Document<Body> | 'changed' {
  return connection.write(() => {
    if (name.owner !== null) existingProjectNo(connection, name.owner);
    if (revisionOf(connection, name) !== expected) return 'changed';
    deleteDocument(connection, name);
    const { lastInsertRowid } = connection
      .statement<unknown, [Place & { body: string }]>(
        'INSERT INTO documents (kind, owner, id, body) VALUES (:kind, :owner, :id, :body)',
      )
      .run({ ...placeOf(name), body: JSON.stringify(body) });
    return { id: name.id, revision: Number(lastInsertRowid), body };
  });
}

export function removeDocument(connection: Connection, name: DocumentName, expected: number): 'removed' | 'changed' {
  return connection.write(() => {
    if (revisionOf(connection, name) !== expected) return 'changed';
    deleteDocument(connection, name);
    return 'removed';
  });
}

function deleteDocument(connection: Connection, name: DocumentName): void {
  connection.statement<unknown, [Place]>(`DELETE FROM documents WHERE ${PLACE}`).run(placeOf(name));
}

function revisionOf(connection: Connection, name: DocumentName): number | null {
  const row = connection
    .statement<Pick<Row, 'revision'>, [Place]>(`SELECT revision FROM documents WHERE ${PLACE}`)
    .get(placeOf(name));
  return row?.revision ?? null;
}

type Place = { readonly kind: string; readonly owner: string; readonly id: string };

function placeOf({ kind, owner, id }: DocumentName): Place {
  return { kind, owner: owner ?? '', id };
}

function toDocument<Body>({ id, revision, body }: Row): Document<Body> {
  return { id, revision, body: storedBody(body) as Body };
}
