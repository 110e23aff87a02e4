import type { ContentsStore } from './contents.js';
import type { ConversionStore, VisitStore } from './contract/conversions.js';
import type { EventStore, VisitorStore } from './contract/events.js';
import type { GoalStore } from './contract/goals.js';
import type { ProjectStore, TokenStore } from './contract/projects.js';
import type { FunnelStore, ReportStore } from './contract/reports.js';
import type { SessionStore } from './contract/sessions.js';
import type { DocumentStore } from './documents.js';
import type { FeedStore } from './feed.js';
import type { StoreNodes } from './nodes.js';

/**
 * All data of Goalpost. The contract does not depend on an engine: no SQL, no transaction across calls, no number that
 * only one process could assign. `test/store/conformance.ts` is the other part of the contract; every store passes it.
 *
 * Times are milliseconds since 1970, UTC. Methods reject with `StoreUnavailable` when the store cannot answer now (disk
 * full, locked by another program, shutting down); the call may be repeated later.
 */
export interface Store {
  readonly projects: ProjectStore;
  readonly tokens: TokenStore;
  readonly goals: GoalStore;
  readonly events: EventStore;
  readonly sessions: SessionStore;
  readonly visitors: VisitorStore;
  readonly visits: VisitStore;
  readonly conversions: ConversionStore;
  readonly reports: ReportStore;
  readonly funnels: FunnelStore;
  readonly feed: FeedStore;
  readonly documents: DocumentStore;
  /** Raw access for moving the data to another store. */
  readonly contents: ContentsStore;
  /** A random id that all processes on this store share and that no other store has. Created when it is first asked for. */
  installationId(): Promise<string>;
  /** The nodes that hold the data; null when it is a file of this machine. */
  readonly nodes: StoreNodes | null;
  /**
   * The parts of the store that cannot be read or written now; empty if all is well. Rejects with `StoreUnavailable` if nothing
   * can be answered without what is missing.
   */
  check(): Promise<readonly MissingPart[]>;
  /**
   * Writes a consistent copy to `file` while reads and writes continue. Rejects with `BackupFailed`, for example when
   * `file` exists.
   */
  backup(file: string): Promise<void>;
  /** Finishes accepted calls, then releases all resources. The store cannot be used afterwards. */
  close(): Promise<void>;
}

/** A part of a store, such as a shard, that cannot answer. The reason is for the operator and may name hosts. */
export interface MissingPart {
  readonly name: string;
  readonly reason: string;
}

/** The store cannot answer now; the same call may succeed later. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}

/** The project does not exist: most likely it was removed while somebody used it. */
export class NoProject extends Error {
  override readonly name = 'NoProject';
}

/** The store cannot be used with this configuration. The message tells the operator what is wrong and how to fix it. */
export class UnusableStore extends Error {
  override readonly name = 'UnusableStore';
}

/** A backup was not written. The message is for the operator. */
export class BackupFailed extends Error {
  override readonly name = 'BackupFailed';
}

/** A backup was not restored. The message is for the operator. */
export class RestoreRefused extends Error {
  override readonly name = 'RestoreRefused';
}

/** A page start refers to goal versions whose conversions have been deleted. */
export class PageExpired extends Error {
  override readonly name = 'PageExpired';
}

/** How long conversions of a replaced goal version stay readable for answers that began before the change, in ms. */
export const SNAPSHOT_KEPT_MS = 10 * 60_000;
