import type { ProjectId, SessionId } from '../../model/ids.js';
import { newUlid } from '../../model/ulid.js';
import {
  FEED_FOLLOWED_MS,
  FEED_KEPT_MS,
  FEED_PART_CHANGES,
  type FeedChange,
  type FeedPart,
  type FeedPosition,
} from '../../store/feed.js';
import type { Connection } from '../database/connection.js';
import { existingProjectNo } from '../projects/projects.js';
import type { Note } from './feed-notes.js';

/** Changes are kept a little longer than promised, because a commit is noted with the time at which it was begun. */
const KEPT_LONGER_MS = 60_000;
/** Rows deleted per commit, so that other writers do not wait long. */
const ROWS_PER_STEP = 1000;

interface Feed {
  readonly projectNo: number;
  readonly id: string;
  readonly last: number;
}

/** Keeps the feed of a project for a while, or begins one. Returns its end. */
export function followFeed(connection: Connection, projectId: ProjectId, now: number): FeedPosition {
  return connection.write(() => {
    connection
      .statement<unknown, [number, string, number]>(
        `INSERT INTO feeds (project_no, id, until) VALUES (?, ?, ?)
         ON CONFLICT (project_no) DO UPDATE SET until = max(until, excluded.until)`,
      )
      .run(existingProjectNo(connection, projectId), newUlid(), now + FEED_FOLLOWED_MS);
    const { id, last } = findFeed(connection, projectId)!;
    return { feed: id, number: last, at: now };
  });
}

/** The changes after a position; null when they are no longer kept. */
export function readFeed(
  connection: Connection,
  projectId: ProjectId,
  after: FeedPosition,
  now: number,
): FeedPart | null {
  return connection.read(() => {
    const feed = findFeed(connection, projectId);
    if (!feed || feed.id !== after.feed || after.number > feed.last || after.at < now - FEED_KEPT_MS) return null;
    const notes: Note[] = [];
    let next = after;
    for (const row of changesAfter(connection, feed, after)) {
      notes.push(...(JSON.parse(row.changes) as Note[]));
      next = { feed: feed.id, number: row.no, at: row.at };
      if (notes.length >= FEED_PART_CHANGES) break;
    }
    if (next.number === feed.last) next = { ...next, at: now };
    return { changes: toChanges(connection, notes), next };
  });
}

export function feedEnds(connection: Connection): Map<ProjectId, number> {
  const ends = connection
    .arrays<[ProjectId, number]>('SELECT projects.id, last_no FROM feeds JOIN projects USING (project_no)')
    .all();
  return new Map(ends);
}

/** Called often and mostly false, so it takes no lock. */
export function isFeedOld(connection: Connection, now: number): boolean {
  return oldFeed(connection, now) !== undefined;
}

/** Deletes some of the changes that are too old, or of a feed that nobody follows. False when nothing is left. */
export function forgetFeeds(connection: Connection, now: number): boolean {
  return connection.write(() => {
    const old = oldFeed(connection, now);
    if (!old) return false;
    const { changes } = connection
      .statement<unknown, [number, 0 | 1, number, number]>(
        `DELETE FROM feed_changes WHERE project_no = ? AND (? OR at < ?) AND change_no < ? + ${ROWS_PER_STEP}`,
      )
      .run(old.projectNo, old.isOver, now - FEED_KEPT_MS - KEPT_LONGER_MS, old.first ?? 0);
    if (old.isOver && changes === 0) {
      connection.statement<unknown, [number]>('DELETE FROM feeds WHERE project_no = ?').run(old.projectNo);
    }
    return true;
  });
}

function findFeed(connection: Connection, projectId: ProjectId): Feed | undefined {
  return connection
    .statement<Feed, [string]>(
      `SELECT project_no AS projectNo, feeds.id, last_no AS last FROM projects JOIN feeds USING (project_no)
       WHERE projects.id = ?`,
    )
    .get(projectId);
}

function changesAfter(connection: Connection, feed: Feed, after: FeedPosition) {
  return connection
    .statement<{ no: number; at: number; changes: string }, [number, number]>(
      `SELECT change_no AS no, at, changes FROM feed_changes WHERE project_no = ? AND change_no > ? ORDER BY change_no`,
    )
    .iterate(feed.projectNo, after.number);
}

function toChanges(connection: Connection, notes: readonly Note[]): FeedChange[] {
  const goalNos = [...new Set(notes.map(([, , , , goalNo]) => goalNo))];
  const goals = new Map(
    connection
      .arrays<[number, string], [string]>(
        `SELECT goal_no, type || ':' || goal_key FROM goals WHERE goal_no IN (SELECT value FROM json_each(?))`,
      )
      .all(JSON.stringify(goalNos)),
  );
  return notes.map(([isRemoved, sessionId, occurredAt, eventId, goalNo]) => ({
    kind: isRemoved ? 'removed' : 'made',
    id: `${sessionId}:${goals.get(goalNo)}:${eventId}`,
    sessionId: sessionId as SessionId,
    occurredAt,
  }));
}

interface OldFeed {
  readonly projectNo: number;
  /** 1 when nobody follows it. */
  readonly isOver: 0 | 1;
  /** The number of its first changes. */
  readonly first: number | null;
}

/** A feed that has old changes, or that is over. */
function oldFeed(connection: Connection, now: number): OldFeed | undefined {
  return connection
    .statement<OldFeed, [number, number]>(
      `SELECT feeds.project_no AS projectNo, until < ? AS isOver, first.change_no AS first
       FROM feeds LEFT JOIN feed_changes first ON first.project_no = feeds.project_no
         AND first.change_no = (SELECT min(change_no) FROM feed_changes c WHERE c.project_no = feeds.project_no)
       WHERE isOver OR first.at < ? LIMIT 1`,
    )
    .get(now, now - FEED_KEPT_MS - KEPT_LONGER_MS);
}
