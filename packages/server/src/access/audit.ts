import type { FastifyRequest } from 'fastify';
import type { AuditEntry, Change } from '../model/accounts/audit.js';
import type { ProjectId } from '../model/ids.js';
import { newUlid } from '../model/ulid.js';
import type { Store } from '../store/store.js';
import { bearerOf } from './access-plugin.js';

/** Adds an entry to the audit log of a project, or of the installation (null). Call it once the change is stored. */
export async function noteChange(
  { documents }: Pick<Store, 'documents'>,
  projectId: ProjectId | null,
  entry: AuditEntry,
): Promise<void> {
  await documents.put({ kind: 'audit', owner: projectId, id: newUlid(entry.at) }, null, entry);
}

/** Notes that a request has changed something of its project. */
export type NoteRequest = (request: FastifyRequest, change: Change, subject: string) => Promise<void>;

/** `now`: milliseconds since 1970. */
export function noteRequests(store: Pick<Store, 'documents'>, now: () => number): NoteRequest {
  return (request, change, subject) => {
    const { by, project } = bearerOf(request);
    return noteChange(store, project.id, { by, change, subject, at: now() });
  };
}
