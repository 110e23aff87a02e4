import type { ProjectId } from '../../model/ids.js';
import { FEED_KEPT_MS, FEED_PART_CHANGES, type FeedPart, type FeedPosition, type FeedStore } from '../../store/feed.js';
import type { FeedChanges } from './feed-changes.js';
import type { Feeds } from './feeds.js';

/** Changes are kept a little longer than promised, because the clocks of processes differ. */
const KEPT_LONGER_MS = 60_000;
/** Entries read at once. Most have few changes. */
const ENTRIES_PER_READ = 50;

export function feedStore(feeds: Feeds, changes: FeedChanges, now: () => number): FeedStore {
  const read = async (projectId: ProjectId, after: FeedPosition): Promise<FeedPart | null> => {
    const askedAt = now();
    if (after.at < askedAt - FEED_KEPT_MS || (await feeds.idOf(projectId)) !== after.feed) return null;
    const entries = await changes.after(after.feed, after.number, ENTRIES_PER_READ);
    if (entries.length === 0 && (await changes.lastNumber(after.feed)) < after.number) return null;
    let next = after;
    const part = [];
    for (const { number, at, changes } of entries) {
      part.push(...changes);
      next = { feed: after.feed, number, at };
      if (part.length >= FEED_PART_CHANGES) return { changes: part, next };
    }
    return { changes: part, next: entries.length === ENTRIES_PER_READ ? next : { ...next, at: askedAt } };
  };

  return {
    follow: async (projectId) => {
      const at = now();
      const feed = await feeds.follow(projectId, at);
      return { feed, number: await changes.lastNumber(feed), at };
    },
    read,
    ends: async () => {
      const all = await feeds.list();
      const numbers = await changes.lastNumbers(all.map(({ feed }) => feed.id!));
      return new Map(all.map(({ projectId, feed }) => [projectId, numbers.get(feed.id!) ?? 0]));
    },
    forget: async () => {
      const before = now() - FEED_KEPT_MS - KEPT_LONGER_MS;
      for (const { projectId, feed } of await feeds.list()) {
        const id = feed.id!;
        if (feed.until < now()) {
          await feeds.end(projectId, now());
          await changes.remove(id, null);
          return true;
        }
        const span = await changes.span(id);
        if (span && span.first < before) {
          // The last number must not be given again.
          if (span.last < before) await changes.append(id, now(), []);
          await changes.remove(id, before);
          return true;
        }
      }
      return false;
    },
  };
}
