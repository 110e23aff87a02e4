import { GroupCommit } from '../group-commit.js';
import { type PageStart, type Selection, type Store, StoreUnavailable, type VisitSelection } from '../store.js';
import { ACTIONS, type ActionName, type Arguments, type Result } from './actions.js';
import { Connection } from './connection.js';
import { contentsStore } from './contents/contents-store.js';
import { nextOld } from './erase.js';
import { countFewConversions, fewConversionIds, fewConversions } from './few-conversions.js';
import { findGoal, listGoals } from './goals.js';
import { prepareDatabase } from './prepare.js';
import { findProject, findProjectBySiteKey, listProjects } from './projects.js';
import { isTemporary, Threads } from './threads.js';
import { findToken, listTokens } from './tokens.js';
import { areVisitorsKept, findSalt, sessionsOfVisitors } from './visitors.js';
import { areVisitsFew } from './visits.js';

/**
 * Reads of up to this many sessions are quicker on the caller's thread than the way to another thread and back, unless
 * there is much of them.
 */
const SESSIONS_HERE_MAX = 16;
const READER_THREADS = 2;

export interface SqliteStoreOptions {
  /** Milliseconds since 1970; decides when conversions of replaced goal versions may be cleared away. */
  readonly now?: () => number;
}

/**
 * The embedded store: one SQLite file in `dataDir`, which is made when missing. Short reads run on the caller's thread;
 * long ones, and all writes, on threads of their own.
 *
 * @throws {UnusableStore} when the directory cannot be written, or the file in it is not ours or newer than us.
 */
export function openSqliteStore(dataDir: string, { now = Date.now }: SqliteStoreOptions = {}): Store {
  const file = prepareDatabase(dataDir);
  const reader = Connection.openReader(file);
  const writer = new Threads(file, 'write', 1);
  const readers = new Threads(file, 'read', READER_THREADS);
  const commits = new GroupCommit((requests) => writer.run('recordEvents', requests), { atATime: 2 });

  /** Shared by all who ask while it is under way, so that asking often cannot fill the writer's queue. */
  let checking: Promise<void> | null = null;

  /** Async, so that an error is a rejection here as it is with the threads. */
  async function here<Name extends ActionName>(name: Name, ...args: Arguments<Name>): Promise<Result<Name>> {
    return answering(() => (ACTIONS[name] as (...all: unknown[]) => Result<Name>)(reader, ...args));
  }
  const either = <Name extends ActionName>(isHere: boolean, name: Name, ...args: Arguments<Name>) =>
    isHere ? here(name, ...args) : readers.run(name, ...args);
  const areVisitsShort = (selection: VisitSelection, after: PageStart | null = null) =>
    answering(() => isOfFewSessions(selection, after) && areVisitsFew(reader, selection));
  /** What `read` finds, on this thread, where there is little to be found. */
  const few = <Found>(selection: Selection, after: PageStart | null, read: () => Found | null): Found | null =>
    isOfFewSessions(selection, after) ? answering(read) : null;

  return {
    projects: {
      create: (project) => writer.run('createProject', project),
      find: async (id) => answering(() => findProject(reader, id)),
      findBySiteKey: async (siteKey) => answering(() => findProjectBySiteKey(reader, siteKey)),
      update: (id, changes) => writer.run('updateProject', id, changes),
      list: async () => answering(() => listProjects(reader)),
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
      work: async () => (await here('isGoalWorkDue', now())) && writer.run('workOnGoals', now()),
      preview: (asked, after) => readers.run('previewRule', asked, after),
    },
    events: { record: (projectId, events, facts) => commits.record({ projectId, events, facts }) },
    sessions: {
      known: (projectId, ids) => either(ids.length <= SESSIONS_HERE_MAX, 'knownSessions', projectId, ids),
      list: (selection, page) => readers.run('listSessions', selection, page),
      timeline: (projectId, id, page) => readers.run('sessionTimeline', projectId, id, page),
      erase: (projectId, id) => writer.run('eraseSession', projectId, id),
      eraseOlderThan: async (before) =>
        answering(() => nextOld(reader, before)) !== undefined && writer.run('eraseOldSessions', before),
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
        few(selection, page.after, () => fewConversionIds(reader, selection, page)) ??
        readers.run('conversionIds', selection, page),
      list: async (selection, page) =>
        few(selection, page.after, () => fewConversions(reader, selection, page)) ??
        readers.run('conversionList', selection, page),
      count: async (selection) =>
        few(selection, null, () => countFewConversions(reader, selection)) ??
        readers.run('countConversions', selection),
    },
    contents: contentsStore(readers, writer, now),
    check: () => {
      checking ??= writer.run('probe').finally(() => {
        checking = null;
      });
      return checking;
    },
    backup: (target) => readers.run('backup', target),
    close: async () => {
      await commits.drained();
      await readers.close();
      reader.close();
      // The writer last: whoever closes a file last brings its write-ahead log into it, and who only reads cannot.
      await writer.close();
    },
  };
}

/** Later pages belong to long answers, however few the sessions. */
function isOfFewSessions({ sessionIds }: Pick<Selection, 'sessionIds'>, after: PageStart | null): boolean {
  return after === null && sessionIds.length <= SESSIONS_HERE_MAX;
}

function answering<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    throw isTemporary(code) ? new StoreUnavailable(message) : error;
  }
}
