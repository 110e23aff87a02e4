import type { ProjectId } from '../model/ids.js';
import { GoalCompiler } from '../store/goals/matchers.js';
import { GroupCommit, type RecordRequest } from '../store/group-commit.js';
import { BackupFailed, type Store } from '../store/store.js';
import { FeedChanges } from './changes/feed-changes.js';
import { feedStore } from './changes/feed-store.js';
import { Feeds } from './changes/feeds.js';
import { Noting } from './changes/noting.js';
import { Cluster } from './cluster/cluster.js';
import type { ClusterOptions } from './cluster/cluster-options.js';
import { probe } from './cluster/probe.js';
import { contentsStore } from './contents/contents-store.js';
import { BatchedRecordReader, RECORDS_PER_READ_MAX } from './conversions/batched-record-reader.js';
import { countConversions, countFewConversions } from './conversions/conversion-count.js';
import { conversionIds, conversionList } from './conversions/conversion-pages.js';
import { answerFunnel } from './funnels/answer-funnel.js';
import { goalStore } from './goals/goals.js';
import { Catalogue } from './projects/catalogue.js';
import { documentStore } from './projects/documents.js';
import { installationId } from './projects/installation.js';
import { projectStore } from './projects/projects.js';
import { tokenStore } from './projects/tokens.js';
import { recordEvents } from './recording/record-events.js';
import { StoredKeyCache } from './recording/stored-key-cache.js';
import { visitorStore } from './recording/visitors.js';
import { answerReport } from './reports/answer-report.js';
import { SESSIONS_PER_SLICE } from './rows/slices.js';
import { countOldSessions, eraseOldSessions, eraseSession } from './sessions/erase.js';
import { eraseProject } from './sessions/erase-project.js';
import { listFunnelSessions } from './sessions/funnel-list.js';
import { markPublic } from './sessions/mark-public.js';
import { listSessions } from './sessions/session-list.js';
import { sessionTimeline } from './sessions/session-timeline.js';
import { hasTrustedEvents, knownSessions, lastEventAt } from './sessions/sessions.js';
import { visitStore } from './sessions/visits.js';
import { SESSIONS_PER_STEP, Summaries } from './summaries/summaries.js';

/** Cached keys of stored visitors and clients: some 10 MB. */
const STORED_KEYS_MAX = 100_000;
/** Looking for sessions that changed takes a node about 0.4 s of processor time for each million conversions. */
const SUMMARIES_REST_MS = 600_000;
/** Requests that were answered together are followed by their senders' next ones within this time, in ms, and share a commit again. */
const GATHER_MS = 5;

export interface ClickHouseStoreOptions extends ClusterOptions {
  /** Milliseconds since 1970, UTC. Decides when conversions of replaced goal versions may be deleted. */
  readonly now?: () => number;
  /** Up to this many records, conversions are computed in this process; above it, in ClickHouse. */
  readonly recordsPerReadMax?: number;
  /** How long a commit waits for more callers before it begins, in ms. */
  readonly gatherMs?: number;
  /** About how many sessions a statement of a report or a funnel reads. */
  readonly sessionsPerSlice?: number;
  /** How long the background work on reports rests when all is done, in ms. */
  readonly summariesRestMs?: number;
  /** About how many sessions that work summarizes at a time. */
  readonly sessionsPerStep?: number;
}

/**
 * The store for installations that have outgrown one machine: a ClickHouse node or a cluster. Any number of processes
 * may share it.
 *
 * @throws {UnusableStore} when the nodes do not belong together, refuse the login, or lack the newest schema.
 * @throws {StoreUnavailable} when no node answers.
 */
export async function openClickHouseStore({
  now = Date.now,
  recordsPerReadMax = RECORDS_PER_READ_MAX,
  gatherMs = GATHER_MS,
  sessionsPerSlice = SESSIONS_PER_SLICE,
  summariesRestMs = SUMMARIES_REST_MS,
  sessionsPerStep = SESSIONS_PER_STEP,
  ...options
}: ClickHouseStoreOptions): Promise<Store> {
  const cluster = await Cluster.connect(options);
  const catalogue = new Catalogue(cluster);
  const reader = new BatchedRecordReader(cluster, recordsPerReadMax);
  const compiler = new GoalCompiler<ProjectId>();
  const storedKeys = new StoredKeyCache(STORED_KEYS_MAX);
  const recording = { cluster, catalogue, compiler, storedKeys };
  const summaries = new Summaries({ cluster, catalogue, now, restMs: summariesRestMs, sessionsPerStep });
  const feeds = new Feeds(catalogue);
  const changes = new FeedChanges(cluster);
  const noting = new Noting({ cluster, catalogue, feeds, changes, now });
  const commit = async (requests: RecordRequest[]) => {
    const answers = await recordEvents(recording, requests);
    await noting.recorded(requests, answers);
    return answers;
  };
  const commits = new GroupCommit(commit, { concurrency: 1, gatherMs });
  const erase = async (projectId: ProjectId) => {
    const feed = await feeds.close(projectId);
    if (feed !== null) await changes.remove(feed, null);
    await eraseProject(cluster, catalogue, projectId).finally(() => storedKeys.clear());
  };
  return {
    projects: projectStore(catalogue, erase, now),
    tokens: tokenStore(catalogue),
    goals: goalStore(cluster, catalogue, now),
    events: { record: (projectId, events, facts, options) => commits.record({ projectId, events, facts, options }) },
    sessions: {
      known: (projectId, ids) => knownSessions(cluster, projectId, ids),
      hasTrusted: (projectId) => hasTrustedEvents(cluster, projectId),
      lastEventAt: (projectId) => lastEventAt(cluster, projectId),
      list: (selection, page) => listSessions(cluster, catalogue, selection, page),
      timeline: (projectId, id, page) => sessionTimeline(cluster, catalogue, projectId, id, page),
      erase: (projectId, id) =>
        noting
          .around(projectId, [id], () => eraseSession(cluster, catalogue, projectId, id))
          .finally(() => storedKeys.clear()),
      markPublic: (projectId, period, after) =>
        markPublic(cluster, projectId, period, after).finally(() => storedKeys.clear()),
      eraseOlderThan: (before) =>
        eraseOldSessions(cluster, catalogue, before, noting).finally(() => storedKeys.clear()),
      countOlderThan: (before) => countOldSessions(cluster, before),
    },
    visitors: visitorStore(cluster, storedKeys),
    visits: visitStore(cluster),
    conversions: {
      ids: (selection, page) => conversionIds(cluster, catalogue, reader, selection, page),
      list: (selection, page) => conversionList(cluster, catalogue, reader, selection, page),
      count: async (selection) =>
        (await countFewConversions(catalogue, reader, selection)) ?? countConversions(cluster, catalogue, selection),
    },
    reports: {
      answer: (question, signal) => answerReport(cluster, catalogue, question, signal, sessionsPerSlice),
      work: () => summaries.work(),
      progress: () => summaries.progress(),
    },
    funnels: {
      answer: (question, signal) => answerFunnel(cluster, catalogue, question, signal, sessionsPerSlice),
      list: (selection, test, page, signal) =>
        listFunnelSessions(cluster, catalogue, selection, test, page, signal, sessionsPerSlice),
    },
    feed: feedStore(feeds, changes, now),
    documents: documentStore(catalogue),
    contents: contentsStore(cluster, catalogue, now),
    installationId: () => installationId(catalogue),
    nodes: cluster.nodes,
    check: () => probe(cluster),
    backup: async () => {
      throw new BackupFailed(
        'ClickHouse makes its own backups: BACKUP DATABASE, see https://clickhouse.com/docs/operations/backup',
      );
    },
    close: async () => {
      await commits.drained();
      await cluster.close();
    },
  };
}
