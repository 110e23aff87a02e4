import { GroupCommit } from '../store/group-commit.js';
import { BackupFailed, type Store } from '../store/store.js';
import { Cluster } from './cluster/cluster.js';
import type { ClusterOptions } from './cluster/cluster-options.js';
import { probe } from './cluster/probe.js';
import { contentsStore } from './contents/contents-store.js';
import { countConversions, countFewConversions } from './conversions/conversion-count.js';
import { conversionIds, conversionList } from './conversions/conversion-pages.js';
import { FEW_RECORDS_MAX, FewRecords } from './conversions/few-records.js';
import { goalStore } from './goals/goals.js';
import { Matchers } from './goals/matchers.js';
import { Catalogue } from './projects/catalogue.js';
import { projectStore } from './projects/projects.js';
import { tokenStore } from './projects/tokens.js';
import { recordEvents } from './recording/record-events.js';
import { StoredLately } from './recording/stored-lately.js';
import { visitorStore } from './recording/visitors.js';
import { eraseOldSessions, eraseSession } from './sessions/erase.js';
import { listSessions } from './sessions/session-list.js';
import { sessionTimeline } from './sessions/session-timeline.js';
import { knownSessions } from './sessions/sessions.js';
import { visitStore } from './sessions/visits.js';

/** Visitors and clients of sessions; some 10 MB. */
const STORED_LATELY_MAX = 100_000;

export interface ClickHouseStoreOptions extends ClusterOptions {
  /** Milliseconds since 1970; decides when conversions of replaced goal versions may be cleared away. */
  readonly now?: () => number;
  /** Sessions with more records than this are looked through by ClickHouse, those with fewer by this process. */
  readonly fewRecordsMax?: number;
}

/**
 * The store of an installation that has outgrown one machine: a ClickHouse node, or a cluster of them. Any number of
 * processes may work on it.
 *
 * @throws {UnusableStore} when the nodes do not fit together, refuse the login, or lack the newest schema.
 * @throws {StoreUnavailable} when no node answers.
 */
export async function openClickHouseStore({
  now = Date.now,
  fewRecordsMax = FEW_RECORDS_MAX,
  ...options
}: ClickHouseStoreOptions): Promise<Store> {
  const cluster = await Cluster.connect(options);
  const catalogue = new Catalogue(cluster);
  const few = new FewRecords(cluster, fewRecordsMax);
  const matchers = new Matchers();
  const lately = new StoredLately(STORED_LATELY_MAX);
  const recording = { cluster, catalogue, matchers, lately };
  const commits = new GroupCommit((requests) => recordEvents(recording, requests), { atATime: 1 });
  return {
    projects: projectStore(catalogue),
    tokens: tokenStore(catalogue),
    goals: goalStore(cluster, catalogue, now),
    events: { record: (projectId, events, facts, options) => commits.record({ projectId, events, facts, options }) },
    sessions: {
      known: (projectId, ids) => knownSessions(cluster, projectId, ids),
      list: (selection, page) => listSessions(cluster, catalogue, selection, page),
      timeline: (projectId, id, page) => sessionTimeline(cluster, catalogue, projectId, id, page),
      erase: (projectId, id) => eraseSession(cluster, catalogue, projectId, id).finally(() => lately.clear()),
      eraseOlderThan: (before) => eraseOldSessions(cluster, before).finally(() => lately.clear()),
    },
    visitors: visitorStore(cluster, lately),
    visits: visitStore(cluster),
    conversions: {
      ids: (selection, page) => conversionIds(cluster, catalogue, few, selection, page),
      list: (selection, page) => conversionList(cluster, catalogue, few, selection, page),
      count: async (selection) =>
        (await countFewConversions(catalogue, few, selection)) ?? countConversions(cluster, catalogue, selection),
    },
    contents: contentsStore(cluster, catalogue, now),
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
