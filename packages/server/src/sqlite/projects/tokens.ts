import type { ProjectId, TokenId } from '../../model/ids.js';
import type { Token } from '../../model/token.js';
import { storedAbilities } from '../../store/stored-json.js';
import type { Connection } from '../database/connection.js';
import { existingProjectNo } from './projects.js';

const SELECT = `SELECT t.id, p.id AS projectId, t.name, secret_hash AS secretHash, abilities, rate_limit AS rateLimit,
  t.created_at AS createdAt, expires_at AS expiresAt, revoked_at AS revokedAt, last_used_at AS lastUsedAt
  FROM tokens t JOIN projects p USING (project_no)`;

type Row = Omit<Token, 'abilities'> & { readonly abilities: string };

/** @throws {NoProject} */
export function createToken(connection: Connection, token: Token): void {
  const { projectId, ...rest } = token;
  connection
    .statement<unknown, [Omit<Row, 'projectId'> & { readonly projectNo: number }]>(
      `INSERT INTO tokens (id, project_no, name, secret_hash, abilities, rate_limit, created_at, expires_at, revoked_at, last_used_at)
       VALUES (:id, :projectNo, :name, :secretHash, :abilities, :rateLimit,
         :createdAt, :expiresAt, :revokedAt, :lastUsedAt)`,
    )
    .run({ ...rest, projectNo: existingProjectNo(connection, projectId), abilities: JSON.stringify(token.abilities) });
}

export function findToken(connection: Connection, id: TokenId): Token | null {
  const row = connection.statement<Row, [string]>(`${SELECT} WHERE t.id = ?`).get(id);
  return row ? toToken(row) : null;
}

/** Oldest first. */
export function listTokens(connection: Connection, projectId: ProjectId): Token[] {
  const rows = connection
    .statement<Row, [string]>(`${SELECT} WHERE p.id = ? ORDER BY t.created_at, t.id`)
    .all(projectId);
  return rows.map(toToken);
}

/** False when the token does not exist. A token revoked twice keeps its first time. */
export function revokeToken(connection: Connection, id: TokenId, at: number): boolean {
  return (
    connection
      .statement<unknown, [number, string]>('UPDATE tokens SET revoked_at = coalesce(revoked_at, ?) WHERE id = ?')
      .run(at, id).changes > 0
  );
}

export function touchTokens(connection: Connection, uses: ReadonlyMap<TokenId, number>): void {
  const touch = connection.statement<unknown, [number, string]>(
    'UPDATE tokens SET last_used_at = max(coalesce(last_used_at, 0), ?) WHERE id = ?',
  );
  connection.write(() => {
    for (const [id, at] of uses) touch.run(at, id);
  });
}

function toToken(row: Row): Token {
  return { ...row, abilities: storedAbilities(row.abilities) };
}
