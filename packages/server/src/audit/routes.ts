import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { bearerOf } from '../access/access-plugin.js';
import { describeRoute } from '../access/route.js';
import { textOrNull } from '../http/answer-fields.js';
import { refuse } from '../http/errors.js';
import type { ProjectId } from '../model/ids.js';
import type { Store } from '../store/store.js';
import { listChanges } from './list.js';
import { AUDIT_LIMIT_DEFAULT, AuditQuery, Entry } from './schemas.js';

const list = {
  tag: 'Accounts',
  data: Type.Array(Entry),
  others: { next_cursor: textOrNull('Cursor of the next page; null at the end.') },
  querystring: AuditQuery.schema,
} as const;

/** `audit`: what was changed in a project; `accounts/audit`: what was changed in the installation. */
export function addAuditRoutes(app: FastifyInstance, store: Store): void {
  app.get('/audit', {
    ...describeRoute({
      ...list,
      ability: 'manage',
      operationId: 'listChanges',
      summary: 'List changes',
      description: 'Who changed what in the project, latest first. Entries are kept for 400 days.',
    }),
    handler: async (request) => pageOf(bearerOf(request).project.id, request.query),
  });

  if (!app.consoleSessions) return;
  app.get('/accounts/audit', {
    ...describeRoute({
      ...list,
      account: 'owner',
      operationId: 'listInstallationChanges',
      summary: 'List changes of the installation',
      description: 'Who changed accounts and projects, latest first. Only for owners of all projects, at the console.',
    }),
    handler: async (request) => pageOf(null, request.query),
  });

  async function pageOf(projectId: ProjectId | null, query: unknown): Promise<object> {
    const checked = AuditQuery.check(query);
    if (!checked.ok) throw refuse.invalid(checked.faults);
    const { limit, cursor = null } = checked.value;
    const page = { after: cursor, limit: limit === undefined ? AUDIT_LIMIT_DEFAULT : Number(limit) };
    const { entries, next } = await listChanges(store, projectId, page);
    return { error: false, data: entries, next_cursor: next };
  }
}
