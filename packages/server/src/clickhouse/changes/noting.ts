import type { Event } from '../../model/event.js';
import type { ProjectId, SessionId } from '../../model/ids.js';
import { FEED_KEPT_MS } from '../../store/feed.js';
import type { RecordAnswer, RecordRequest } from '../../store/group-commit.js';
import { StoreUnavailable } from '../../store/store.js';
import type { Cluster } from '../cluster/cluster.js';
import { BatchedRecordReader, type StoredRecord } from '../conversions/batched-record-reader.js';
import type { Catalogue } from '../projects/catalogue.js';
import { isPublicPrecedence, storedAt } from '../rows/records.js';
import { storeTime } from '../rows/store-time.js';
import { conversionsIn, readSessions, type Sessions } from './conversions-of.js';
import { differences } from './differences.js';
import type { FeedChanges } from './feed-changes.js';
import type { Feeds } from './feeds.js';

/** Records of the sessions of one call that are read to find what has changed. */
const RECORDS_MAX = 1_000_000;
const NOTHING: Sessions = { records: [], versions: [] };

interface Followed {
  readonly projectId: ProjectId;
  readonly feed: string;
}

interface NotingOptions {
  readonly cluster: Cluster;
  readonly catalogue: Catalogue;
  readonly feeds: Feeds;
  readonly changes: FeedChanges;
  readonly now: () => number;
}

/** Notes what calls do to conversions, before they are answered, in the feeds of projects that somebody follows. */
export class Noting {
  readonly #options: NotingOptions;
  readonly #reader: BatchedRecordReader;

  constructor(options: NotingOptions) {
    this.#options = options;
    this.#reader = new BatchedRecordReader(options.cluster, RECORDS_MAX);
  }

  /** Notes the conversions of events that have just been stored. */
  async recorded(requests: readonly RecordRequest[], answers: readonly (RecordAnswer | null)[]): Promise<void> {
    const done = requests.flatMap(({ projectId, events }, index) =>
      events.slice(0, answers[index]?.recorded.length ?? 0).map((event) => ({ projectId, event })),
    );
    await Promise.all(
      [...Map.groupBy(done, ({ projectId }) => projectId)].map(async ([projectId, ofProject]) => {
        const feed = await this.#options.feeds.cachedIdOf(projectId);
        if (feed === null) return;
        await this.#noteEvents(
          feed,
          projectId,
          ofProject.map(({ event }) => event),
        );
      }),
    );
  }

  /** Does work that changes stored sessions, and notes what it does to their conversions. */
  async around<Result>(
    projectId: ProjectId,
    sessionIds: readonly SessionId[],
    work: () => Promise<Result>,
  ): Promise<Result> {
    const feed = await this.#options.feeds.cachedIdOf(projectId);
    if (feed === null) return work();
    const before = await this.#read(projectId, sessionIds);
    const result = await work();
    await this.#append(
      { projectId, feed },
      before,
      conversionsIn(before),
      conversionsIn(await this.#read(projectId, sessionIds)),
    );
    return result;
  }

  /**
   * A process may be killed after it has stored events and before it notes them. They are sent again then, so what was
   * stored recently counts as new here, whoever stored it.
   */
  async #noteEvents(feed: string, projectId: ProjectId, events: readonly Event[]): Promise<void> {
    const sessions = await this.#read(
      projectId,
      events.map(({ sessionId }) => sessionId),
    );
    const since = (await storeTime(this.#options.cluster)) / 1000 - FEED_KEPT_MS;
    const arrived = new Set(events.map(({ sessionId, id, origin }) => keyOf(sessionId, id, origin === 'public')));
    const isNew = ({ sessionId, eventId, precedence }: StoredRecord) =>
      arrived.has(keyOf(sessionId, eventId, isPublicPrecedence(precedence))) && storedAt(precedence) >= since;
    const before = conversionsIn(sessions, (record) => !isNew(record));
    await this.#append({ projectId, feed }, sessions, before, conversionsIn(sessions));
  }

  async #append(
    { projectId, feed }: Followed,
    { versions }: Sessions,
    before: ReturnType<typeof conversionsIn>,
    after: ReturnType<typeof conversionsIn>,
  ): Promise<void> {
    const { changes, feeds, now } = this.#options;
    for (const part of differences(before, after, versions)) {
      if (await changes.append(feed, now(), part)) continue;
      // This process may not know yet that nobody follows the project any more.
      if ((await feeds.idOf(projectId)) !== feed) return;
      throw new StoreUnavailable(`changes of conversions of ${projectId} may or may not have been noted`);
    }
  }

  /** Sessions that are too large are left out. */
  async #read(projectId: ProjectId, sessionIds: readonly SessionId[]): Promise<Sessions> {
    return (await readSessions(this.#options.catalogue, this.#reader, projectId, sessionIds)) ?? NOTHING;
  }
}

/** Neither id can contain a space. */
function keyOf(sessionId: string, eventId: string, isPublic: boolean): string {
  return `${sessionId} ${eventId} ${isPublic}`;
}
