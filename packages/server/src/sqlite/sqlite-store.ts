import type { PageStart } from '../model/page.js';
import type { Selection, VisitSelection } from '../store/contract/conversions.js';
import { GroupCommit } from '../store/group-commit.js';
import type { Store } from '../store/store.js';
import { toCounts } from './conversions/conversion-count.js';
import { answering } from './database/answering.js';
import { Connection } from './database/connection.js';
import { prepareDatabase } from './database/prepare.js';
import { feedEnds, isFeedOld, readFeed } from './feed/feeds.js';
import { isGoalWorkDue } from './goals/goal-work.js';
import { findGoal, listGoals } from './goals/goals.js';
import { findDocument, findDocuments, listDocuments } from './projects/documents.js';
import { findInstallation } from './projects/installation.js';
import { findProject, findProjectBySiteKey, listProjects } from './projects/projects.js';
import { findToken, listTokens } from './projects/tokens.js';
import { areVisitorsKept, findSalt, sessionsOfVisitors } from './recording/visitors.js';
import { nextOld } from './sessions/erase.js';
import { isProjectRemoved } from './sessions/erase-project.js';
import { areVisitsFew } from './sessions/visits.js';
import type { ActionName, Arguments } from './workers/actions.js';
import { BatchedReads } from './workers/batched-reads.js';
import { contentsStore } from './workers/contents-store.js';
import { reportStore } from './workers/report-store.js';
import { ShortReads } from './workers/short-reads.js';
import { stoppable } from './workers/stoppable.js';
import { Threads } from './workers/threads.js';

/**
 * Reads of up to this many sessions take less time than a round trip to another thread, unless the sessions are large.
 */
const SESSIONS_HERE_MAX = 16;
const READER_THREADS = 2;
const REPORT_THREADS = 2;
// Most servers are asked for long reads and for reports now and then: in between, their threads need no memory.
const READERS_IDLE_MS = 60_000;
const REPORT_THREADS_IDLE_MS = 20_000;

export interface SqliteStoreOptions {
  /** Milliseconds since 1970, UTC. Decides when conversions of replaced goal versions may be deleted. */
  readonly now?: () => number;
}

/**
 * The embedded store: one SQLite file in `dataDir`, which is created when missing. Short reads run on the caller's
 * thread or an idle one; long reads and all writes run on worker threads.
 *
 * @throws {UnusableStore} when the directory cannot be written, or the file in it is not Goalpost's or is newer than
 * this Goalpost.
 */
export function openSqliteStore(dataDir: string, { now = Date.now }: SqliteStoreOptions = {}): Store {
  const file = prepareDatabase(dataDir);
  const reader = Connection.openReader(file);
  const writer = new Threads(file, 'write', 1);
  const readers = new Threads(file, 'read', READER_THREADS, READERS_IDLE_MS);
  const reporters = new Threads(file, 'report', REPORT_THREADS, REPORT_THREADS_IDLE_MS);
  const short = new ShortReads(reader, readers);
  const batched = new BatchedReads(readers, READER_THREADS);
  const commits = new GroupCommit((requests) => writer.run('recordEvents', requests, now()), { concurrency: 2 });

  /** Concurrent checks share one probe, so that frequent checks cannot fill the writer's queue. */
  let checking: Promise<[]> | null = null;

  const either = <Name extends ActionName>(isShort: boolean, name: Name, ...args: Arguments<Name>) =>
    isShort ? short.run(name, ...args) : readers.run(name, ...args);
  const areVisitsShort = (selection: VisitSelection, after?: PageStart | null) =>
    answering(() => isOfFewSessions(selection, after) && areVisitsFew(reader, selection));
  /**
   * Only first pages of many sessions are batched. Few sessions get here because they are large, and later pages belong
   * to long answers; neither should delay other reads.
   */
  const long = <Name extends ActionName>(
    { sessionIds: { length } }: Selection,
    after: PageStart | null,
    name: Name,
    ...args: Arguments<Name>
  ) => (length > SESSIONS_HERE_MAX && after === null ? batched.run(length, name, ...args) : readers.run(name, ...args));

  return {
    projects: {
      create: (project) => writer.run('createProject', project),
      find: async (id) => answering(() => findProject(reader, id)),
      findBySiteKey: async (siteKey) => answering(() => findProjectBySiteKey(reader, siteKey)),
      update: (id, changes) => writer.run('updateProject', id, changes),
      list: async () => answering(() => listProjects(reader)),
      remove: (id) => writer.run('removeProject', id, now()),
      work: async () => answering(() => isProjectRemoved(reader)) && writer.run('eraseRemovedProjects', now()),
    },
    tokens: {
      create: (token) => writer.run('createToken', token),
      find: async (id) => answering(() => findToken(reader, id)),
      list: async (projectId) => answering(() => listTokens(reader, projectId)),
      revoke: (id, at) => writer.run('revokeToken', id, at),
      touch: (uses) => writer.run('touchTokens', uses),
    },
    goals: {
      list: async (projectId) => answering(() => listGoals(reader, projectId)),
      find: async (projectId, key) => answering(() => findGoal(reader, projectId, key)),
      create: (projectId, goal) => writer.run('createGoal', projectId, goal, now()),
      replace: (projectId, expected, goal) => writer.run('replaceGoal', projectId, expected, goal, now()),
      remove: (projectId, key) => writer.run('removeGoal', projectId, key, now()),
      work: async () => answering(() => isGoalWorkDue(reader, now())) && writer.run('workOnGoals', now()),
      preview: (query, after) => readers.run('previewRule', query, after),
    },
    events: { record: (projectId, events, facts) => commits.record({ projectId, events, facts }) },
    sessions: {
      known: (projectId, ids) => either(ids.length <= SESSIONS_HERE_MAX, 'knownSessions', projectId, ids),
      hasTrusted: (projectId) => readers.run('hasTrustedEvents', projectId),
      lastEventAt: (projectId) => readers.run('lastEventAt', projectId),
      list: (selection, page) => readers.run('listSessions', selection, page),
      timeline: (projectId, id, page) => readers.run('sessionTimeline', projectId, id, page),
      erase: (projectId, id) => writer.run('eraseSession', projectId, id, now()),
      markPublic: (projectId, period, after) => writer.run('markPublic', projectId, period, after),
      eraseOlderThan: async (before) =>
        answering(() => nextOld(reader, before)) === undefined ? 0 : writer.run('eraseOldSessions', before, now()),
      countOlderThan: (before) => readers.run('countOldSessions', before),
    },
    visitors: {
      salt: async (day) => answering(() => findSalt(reader, day)) ?? writer.run('makeSalt', day),
      sessions: async (visitors, since) => answering(() => sessionsOfVisitors(reader, visitors, since)),
      forget: async (day) => answering(() => areVisitorsKept(reader, day)) && writer.run('forgetVisitors', day),
    },
    visits: {
      ids: async (selection, page) => either(areVisitsShort(selection, page.after), 'visitIds', selection, page),
      list: async (selection, page) => either(areVisitsShort(selection, page.after), 'visitList', selection, page),
      count: async (selection) => either(areVisitsShort(selection), 'countVisits', selection),
    },
    conversions: {
      ids: async (selection, page) =>
        (isOfFewSessions(selection, page.after) ? await short.run('fewConversionIds', selection, page) : null) ??
        long(selection, page.after, 'conversionIds', selection, page),
      list: async (selection, page) =>
        (isOfFewSessions(selection, page.after) ? await short.run('fewConversions', selection, page) : null) ??
        readers.run('conversionList', selection, page),
      count: async (selection) =>
        toCounts(
          (isOfFewSessions(selection) ? await short.run('countFewRows', selection) : null) ??
            (await long(selection, null, 'countRows', selection)),
        ),
    },
    reports: reportStore(reporters, writer, now),
    funnels: {
      answer: (question, signal) => stoppable(signal, (stop) => reporters.run('answerFunnel', question, stop)),
      list: (selection, test, page, signal) =>
        stoppable(signal, (stop) => reporters.run('listFunnelSessions', selection, test, page, stop)),
    },
    feed: {
      follow: (projectId) => writer.run('followFeed', projectId, now()),
      read: async (projectId, after) => answering(() => readFeed(reader, projectId, after, now())),
      ends: async () => answering(() => feedEnds(reader)),
      forget: async () => answering(() => isFeedOld(reader, now())) && writer.run('forgetFeeds', now()),
    },
    documents: {
      find: async (name) => answering(() => findDocument(reader, name)),
      findAll: async (kind, owner, ids) => answering(() => findDocuments(reader, kind, owner, ids)),
      list: async (kind, owner, page) => answering(() => listDocuments(reader, kind, owner, page)),
      put: (name, expected, body) => writer.run('putDocument', name, expected, body) as Promise<never>,
      remove: (name, expected) => writer.run('removeDocument', name, expected),
    },
    contents: contentsStore(reader, readers, writer, now),
    installationId: async () => answering(() => findInstallation(reader)) ?? writer.run('makeInstallation'),
    nodes: null,
    check: () => {
      checking ??= writer
        .run('probe')
        .then((): [] => [])
        .finally(() => {
          checking = null;
        });
      return checking;
    },
    backup: (target) => readers.run('backup', target),
    close: async () => {
      await commits.drained();
      await short.drained();
      await Promise.all([readers.close(), reporters.close()]);
      reader.close();
      // The writer closes last: the last connection checkpoints the write-ahead log, which a read-only one cannot do.
      await writer.close();
    },
  };
}

/** Later pages belong to long answers, however few the sessions. */
function isOfFewSessions({ sessionIds }: Pick<Selection, 'sessionIds'>, after: PageStart | null = null): boolean {
  return after === null && sessionIds.length <= SESSIONS_HERE_MAX;
}
