import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { issueSecret } from '../../packages/server/dist/access/secret.js';
import { ABILITIES } from '../../packages/server/dist/model/token.js';
import { DATABASE_FILES } from '../../packages/server/dist/sqlite/database/files.js';
import { openSqliteStore } from '../../packages/server/dist/sqlite/sqlite-store.js';
import { GOALS } from './sessions.mjs';

const CREATED_AT = Date.UTC(2026, 0, 1);
const REQUESTS_PER_MINUTE = 1_000_000_000;
export const PROJECT_ID = 'bench';

/** Creates a data directory with a project, its goals and a token that no load can exhaust. Returns the bearer token. */
export async function createDataDir(dataDir) {
  const store = openSqliteStore(dataDir);
  const bearerToken = await createProject(store);
  await store.close();
  return bearerToken;
}

/** Creates the same in any store. The project's site key is its `id`. */
export async function createProject(store, { id: projectId = PROJECT_ID, goals = GOALS } = {}) {
  await store.projects.create({
    id: projectId,
    name: 'Bench',
    timeZone: 'Europe/Amsterdam',
    siteKey: projectId,
    visitorKey: '0'.repeat(64),
    allowedOrigins: [],
    ownHosts: [],
    paymentProviders: [],
    excludedAddresses: [],
    excludedPaths: [],
    excludedCountries: [],
    pageSessionIds: 'accept',
    signingSecrets: [],
    createdAt: CREATED_AT,
  });
  const bearerToken = await createToken(store, projectId);
  for (const goal of goals) await store.goals.create(projectId, goal);
  return bearerToken;
}

/** Creates a token with all abilities that no load can exhaust. Returns the bearer token. */
export async function createToken(store, projectId) {
  const { id, bearerToken, secretHash } = issueSecret();
  await store.tokens.create({
    id,
    projectId,
    name: 'bench',
    secretHash,
    abilities: ABILITIES,
    rateLimit: REQUESTS_PER_MINUTE,
    createdAt: CREATED_AT,
    expiresAt: null,
    revokedAt: null,
    lastUsedAt: null,
  });
  return bearerToken;
}

export function databaseOf(dataDir) {
  return path.join(dataDir, DATABASE_FILES[0]);
}

/** The row number and goals (by key) of the bench project, for raw SQL. `prepare` prepares a statement. */
export function projectRows(prepare) {
  const { projectNo } = prepare('SELECT project_no AS projectNo FROM projects WHERE id = ?').get(PROJECT_ID);
  const goals = prepare('SELECT goal_key AS key, goal_no AS no, count FROM goals WHERE project_no = ?').all(projectNo);
  return { projectNo, goals: new Map(goals.map((goal) => [goal.key, goal])) };
}

export function openReadOnly(dataDir) {
  return new DatabaseSync(databaseOf(dataDir), { readOnly: true });
}
