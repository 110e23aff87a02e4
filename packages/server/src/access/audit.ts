import type { AuditEntry } from '../model/accounts/audit.js';
import type { ProjectId } from '../model/ids.js';
import { newUlid } from '../model/ulid.js';
import type { Store } from '../store/store.js';

/** Adds an entry to the audit log of a project, or of the installation (null). Call it once the change is stored. */
export async function noteChange(
  { documents }: Pick<Store, 'documents'>,
  projectId: ProjectId | null,
  entry: AuditEntry,
): Promise<void> {
  await documents.put({ kind: 'audit', owner: projectId, id: newUlid(entry.at) }, null, entry);
}
