import type { AccountId, TokenId } from '../ids.js';
import { DAY_MS } from '../visitor.js';

/** Everything that is noted when somebody changes it. The list is closed: a new kind of change is a line here. */
export const CHANGES = [
  'account.created',
  'account.updated',
  'account.deleted',
  'account.linked',
  'account.joined',
  'account.password',
  'account.second-factor',
  'account.second-factor-removed',
  'account.recovery-codes',
  'goal.created',
  'goal.updated',
  'goal.deleted',
  'funnel.created',
  'funnel.updated',
  'funnel.deleted',
  'session.erased',
  'sessions.erased',
  'project.created',
  'project.updated',
  'project.secret',
  'project.marked-public',
  'project.deleted',
  'token.created',
  'token.revoked',
  'note.created',
  'note.updated',
  'note.deleted',
  'view.created',
  'view.updated',
  'view.deleted',
  'view.default',
  'share-link.created',
  'share-link.deleted',
] as const;
export type Change = (typeof CHANGES)[number];

/** Who changed something. */
export type Author =
  | { readonly kind: 'account'; readonly id: AccountId; readonly name: string }
  | { readonly kind: 'token'; readonly id: TokenId; readonly name: string | null }
  /** Changes nothing: it only reads. */
  | { readonly kind: 'share-link'; readonly id: string; readonly name: string | null }
  /** Somebody at a shell of the server. */
  | { readonly kind: 'command' };

/** An entry of the audit log. The document's id is a ULID of its time; its owner is the project, if there is one. */
export interface AuditEntry {
  readonly by: Author;
  readonly change: Change;
  /** The id, key or e-mail address of the thing that changed; for erased sessions, the time before which they ended. */
  readonly subject: string;
  /** Milliseconds since 1970, UTC. */
  readonly at: number;
}

/** How long entries are kept, in ms. */
export const AUDIT_KEPT_MS = 400 * DAY_MS;
