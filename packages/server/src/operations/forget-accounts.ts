import { AUDIT_KEPT_MS, type AuditEntry } from '../model/accounts/audit.js';
import { type ConsoleSession, isOpen } from '../model/accounts/console-session.js';
import type { Document, DocumentKind, Owner } from '../store/documents.js';
import { everyDocument } from '../store/every-document.js';
import type { Store } from '../store/store.js';
import type { BackgroundWork } from './background-worker.js';

/** Removes console sessions and links that have ended, and entries of the audit log that are old. */
export function accountWork(store: Pick<Store, 'documents' | 'projects'>, now: () => number): BackgroundWork {
  const { documents, projects } = store;
  const remove = (kind: DocumentKind, owner: Owner, { id, revision }: Document) =>
    documents.remove({ kind, owner, id }, revision);
  return {
    name: 'forgetting console sessions and old changes',
    lookEveryMs: 3_600_000,
    step: async () => {
      for await (const one of everyDocument<ConsoleSession>(documents, 'account-session', null)) {
        if (!isOpen(one.body, now())) await remove('account-session', null, one);
      }
      for await (const one of everyDocument<{ expiresAt: number }>(documents, 'account-link', null)) {
        if (one.body.expiresAt <= now()) await remove('account-link', null, one);
      }
      for (const owner of [null, ...(await projects.list()).map(({ id }) => id)]) {
        for await (const one of everyDocument<AuditEntry>(documents, 'audit', owner)) {
          // Oldest first.
          if (one.body.at > now() - AUDIT_KEPT_MS) break;
          await remove('audit', owner, one);
        }
      }
      return false;
    },
  };
}
