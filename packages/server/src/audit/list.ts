import type { Static } from 'typebox';
import type { AuditEntry } from '../model/accounts/audit.js';
import type { ProjectId } from '../model/ids.js';
import type { Store } from '../store/store.js';
import type { Entry } from './schemas.js';

export interface AuditPage {
  readonly entries: readonly Static<typeof Entry>[];
  /** The id of the last entry; null at the end. */
  readonly next: string | null;
}

/** Entries of a project, or of the installation (null), latest first. */
export async function listChanges(
  { documents }: Pick<Store, 'documents'>,
  projectId: ProjectId | null,
  { after, limit }: { readonly after: string | null; readonly limit: number },
): Promise<AuditPage> {
  const page = { order: 'desc', after, limit: limit + 1 } as const;
  const found = await documents.list<AuditEntry>('audit', projectId, page);
  const entries = found.slice(0, limit).map(({ id, body }) => present(id, body));
  return { entries, next: found.length > limit ? entries.at(-1)!.id : null };
}

function present(id: string, { by, change, subject, at }: AuditEntry): Static<typeof Entry> {
  const author = by.kind === 'command' ? { id: null, name: null } : { id: by.id, name: by.name };
  return { id, at: new Date(at).toISOString(), by: { kind: by.kind, ...author }, change, subject };
}
