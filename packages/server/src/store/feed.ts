import type { ProjectId, SessionId } from '../model/ids.js';

/** How long changes stay in a feed, in ms. A follower who was away for less than that misses nothing. */
export const FEED_KEPT_MS = 10 * 60_000;

/** How long a feed goes on after the last call of `follow`, in ms: as above, and the time between two calls. */
export const FEED_FOLLOWED_MS = FEED_KEPT_MS + 2 * 60_000;

/** Changes of a part of a feed, unless one commit made more. */
export const FEED_PART_CHANGES = 200;

/**
 * What arriving events and erasing do to a project's conversions, in the order of their commits. A project has a
 * feed while somebody follows it, so that others pay nothing for it. It outlives every process: a change is in it once the
 * event that made it is acknowledged.
 */
export interface FeedStore {
  /**
   * Keeps the project's feed for another `FEED_FOLLOWED_MS`, or begins one. Resolves with its end: all that is stored from
   * now on comes after it.
   */
  follow(projectId: ProjectId): Promise<FeedPosition>;
  /** The changes that come next, perhaps none. Null when changes after this position are no longer kept. */
  read(projectId: ProjectId, after: FeedPosition): Promise<FeedPart | null>;
  /** The number at the end of each feed. */
  ends(): Promise<ReadonlyMap<ProjectId, number>>;
  /** Does a small part of deleting old changes, and feeds that nobody follows. False when nothing is left. */
  forget(): Promise<boolean>;
}

/** A place between two changes of a feed. */
export interface FeedPosition {
  /** The id of the feed. One that ends and begins again has another id. */
  readonly feed: string;
  /** Grows with every commit that has changes. */
  readonly number: number;
  /** When all changes up to here were known, in ms since 1970. */
  readonly at: number;
}

export interface FeedPart {
  readonly changes: readonly FeedChange[];
  readonly next: FeedPosition;
}

/**
 * A conversion that was made or removed by a commit. Readers may not see it: it may be of a goal version that is not live
 * yet, and a later commit may have changed it again.
 */
export interface FeedChange {
  readonly kind: 'made' | 'removed';
  /** That of the conversion. */
  readonly id: string;
  readonly sessionId: SessionId;
  /** When the conversion happened, in ms since 1970. */
  readonly occurredAt: number;
}
