import { entryOf } from '../../model/entry/entry.js';
import type { NotSources } from '../../model/entry/project-sources.js';
import type { Recorded } from '../../store/contract/events.js';
import { toEventRow } from '../../store/event-row.js';
import { type CompiledGoals, matchersOf } from '../../store/goals/matchers.js';
import { type MatchedEvent, TimedMatching } from '../../store/goals/timed-matching.js';
import type { RecordAnswer, RecordRequest } from '../../store/group-commit.js';
import type { Connection } from '../database/connection.js';
import { FeedNotes } from '../feed/feed-notes.js';
import { keepConversion } from '../goals/keep-conversion.js';
import { compiledGoals } from '../goals/matchers.js';
import { countEvents, notSourcesIn, projectNo } from '../projects/projects.js';
import { Origins } from '../rows/origins.js';
import { KeptEvents } from './kept-events.js';
import { matchAgain } from './match-again.js';
import { saveVisitor } from './visitors.js';

/** The time that a commit spends on matching one project's events, in ms. Other projects wait that long for it. */
const MATCHING_MS_MAX = 10;

/**
 * Stores the events of several callers in one commit, with their sessions and conversions. Returns one answer per
 * caller, in order; null when the project does not exist. When the time for a project is up, its remaining events wait
 * for the next commit. `now` is in ms since 1970.
 */
export function recordEvents(
  connection: Connection,
  requests: readonly RecordRequest[],
  now: number,
): (RecordAnswer | null)[] {
  const origins = new Origins(connection);
  const commit: Commit = { connection, projects: new Map(), origins, now };
  return connection.write(() => {
    const answers = requests.map((request) => {
      const no = projectNo(connection, request.projectId);
      return no === null ? null : recordForProject(commit, projectIn(commit, no), request);
    });
    origins.save();
    for (const { no, added, feed } of commit.projects.values()) {
      countEvents(connection, no, added);
      feed.save();
    }
    return answers;
  });
}

interface Commit {
  readonly connection: Connection;
  readonly projects: Map<number, ProjectInCommit>;
  readonly origins: Origins;
  readonly now: number;
}

/** Data of a project that is read and written once per commit, however many callers' events are of the project. */
interface ProjectInCommit {
  readonly no: number;
  readonly goals: CompiledGoals;
  readonly matching: TimedMatching;
  readonly notSources: () => NotSources;
  readonly feed: FeedNotes;
  added: number;
}

function projectIn({ connection, projects, now }: Commit, no: number): ProjectInCommit {
  let project = projects.get(no);
  if (!project) {
    const goals = compiledGoals(connection, no);
    let read: NotSources | null = null;
    const notSources = () => {
      read ??= notSourcesIn(connection, no);
      return read;
    };
    const feed = new FeedNotes(connection, no, now);
    project = { no, goals, matching: new TimedMatching(goals, MATCHING_MS_MAX), notSources, feed, added: 0 };
    projects.set(no, project);
  }
  return project;
}

function recordForProject(
  { connection, origins }: Commit,
  project: ProjectInCommit,
  { events, facts, progress = null }: RecordRequest,
): RecordAnswer {
  const { no, goals, matching, feed } = project;
  const kept = new KeptEvents(connection, no, { origins, feed }, (id) => facts?.get(id)?.client ?? null);
  const recorded: Recorded[] = [];
  for (const matched of matching.match(events, progress)) recorded.push(keepEvent(connection, project, kept, matched));
  project.added += kept.added;
  for (const [sessionId, { sessionNo, goalsLost }] of kept.saveSessions()) {
    matchAgain(connection, no, { sessionId, sessionNo }, matchersOf(goals, goalsLost), feed);
    const visitor = facts?.get(sessionId)?.visitor;
    if (visitor) saveVisitor(connection, sessionNo, visitor);
  }
  return { recorded, progress: matching.progress };
}

function keepEvent(
  connection: Connection,
  { no: projectNo, notSources, feed }: ProjectInCommit,
  kept: KeptEvents,
  { event, met }: MatchedEvent,
): Recorded {
  const entry = () => (event.type === 'visit' ? entryOf(event, notSources()) : null);
  if (!kept.keep(event, toEventRow(event), entry)) return 'repeated';
  for (const matcher of met) keepConversion(connection, projectNo, event, matcher, feed);
  feed.saveIfMany();
  return 'stored';
}
