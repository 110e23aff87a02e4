import type { ProjectId } from '../model/ids.js';

/** What a body holds is up to the flow that owns the kind; a store keeps it as JSON. */
export const DOCUMENT_KINDS = [
  'account',
  'account-link',
  'account-session',
  'audit',
  'funnel',
  'note',
  'read-session',
  'share-link',
  'told',
  'view',
  'view-default',
] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

/** Their ids are those of sessions, and they are erased with them. */
export const SESSION_DOCUMENT_KINDS = ['read-session'] as const satisfies readonly DocumentKind[];

/** The project that a document belongs to; null for one of the installation. */
export type Owner = ProjectId | null;

/** Which document. Ids are unique within a kind and an owner: 1 to 128 printable ASCII characters without spaces. */
export interface DocumentName {
  readonly kind: DocumentKind;
  readonly owner: Owner;
  readonly id: string;
}

export interface Document<Body = unknown> {
  readonly id: string;
  /** Grows with every change, also when the document is removed and created again. */
  readonly revision: number;
  readonly body: Body;
}

/** A part of a list. */
export interface DocumentPage {
  /** By id, bytes compared. */
  readonly order: 'asc' | 'desc';
  /** The last id of the page before; null for the first page. */
  readonly after: string | null;
  readonly limit: number;
}

/**
 * Small documents that people make: accounts, saved funnels, notes. A store neither reads nor checks their bodies, so that a
 * new kind needs no change of an engine.
 */
export interface DocumentStore {
  find<Body>(name: DocumentName): Promise<Document<Body> | null>;
  /** Those of the given ids that exist, by id. */
  findAll<Body>(kind: DocumentKind, owner: Owner, ids: readonly string[]): Promise<Map<string, Document<Body>>>;
  list<Body>(kind: DocumentKind, owner: Owner, page: DocumentPage): Promise<Document<Body>[]>;
  /**
   * Stores a document in place of the one whose revision the caller has read; null creates it. `changed`: it has been
   * changed, created or removed since.
   */
  put<Body>(name: DocumentName, expected: number | null, body: Body): Promise<Document<Body> | 'changed'>;
  /** As `put`. The body is not kept. */
  remove(name: DocumentName, expected: number): Promise<'removed' | 'changed'>;
}
