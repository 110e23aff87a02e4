import { entryOf } from '../../model/entry.js';
import type { Event } from '../../model/event.js';
import { toEventRow } from '../../store/event-row.js';
import type { RecordRequest } from '../../store/group-commit.js';
import type { Recorded, SessionFactsById } from '../../store/store.js';
import type { Connection } from '../database/connection.js';
import { keepConversion } from '../goals/keep-conversion.js';
import { type Matcher, matchersOf } from '../goals/matchers.js';
import { countEvents, projectNo } from '../projects/projects.js';
import { Origins } from '../rows/origins.js';
import { KeptEvents } from './kept-events.js';
import { matchAgain } from './match-again.js';
import { saveVisitor } from './visitors.js';

/**
 * After this time, in ms, a commit takes no further caller's events: expensive goals of one project must not delay all
 * others.
 */
const COMMIT_MS_MAX = 100;

/**
 * Stores the events of several callers in one commit, with their sessions and conversions. Returns one answer per
 * caller, in order; null when the project does not exist. If the commit takes too long, the last callers get no answer
 * and their events wait for the next commit.
 */
export function recordEvents(connection: Connection, requests: readonly RecordRequest[]): (Recorded[] | null)[] {
  const origins = new Origins(connection);
  const commit: Commit = { connection, projects: new Map(), origins };
  return connection.write(() => {
    const stopAt = performance.now() + COMMIT_MS_MAX;
    const answers: (Recorded[] | null)[] = [];
    for (const { projectId, events, facts } of requests) {
      const no = projectNo(connection, projectId);
      answers.push(no === null ? null : recordForProject(commit, projectIn(commit, no), events, facts));
      if (performance.now() > stopAt) break;
    }
    origins.save();
    for (const { no, added } of commit.projects.values()) countEvents(connection, no, added);
    return answers;
  });
}

interface Commit {
  readonly connection: Connection;
  readonly projects: Map<number, ProjectInCommit>;
  readonly origins: Origins;
}

/** Data of a project that is read and written once per commit, however many callers' events are of the project. */
interface ProjectInCommit {
  readonly no: number;
  readonly matchers: readonly Matcher[];
  added: number;
}

function projectIn({ connection, projects }: Commit, no: number): ProjectInCommit {
  let project = projects.get(no);
  if (!project) {
    project = { no, matchers: matchersOf(connection, no), added: 0 };
    projects.set(no, project);
  }
  return project;
}

function recordForProject(
  { connection, origins }: Commit,
  project: ProjectInCommit,
  events: readonly Event[],
  facts: SessionFactsById | undefined,
): Recorded[] {
  const kept = new KeptEvents(connection, project.no, origins, (id) => facts?.get(id)?.client ?? null);
  const { matchers } = project;
  const recorded = events.map((event): Recorded => {
    const entry = () => (event.type === 'visit' ? entryOf(event) : null);
    if (!kept.keep(event, toEventRow(event), entry)) return 'repeated';
    for (const matcher of matchers) {
      if (matcher.matches(event)) keepConversion(connection, project.no, event, matcher);
    }
    return 'stored';
  });
  project.added += kept.added;
  for (const [sessionId, { sessionNo, goalsLost }] of kept.saveSessions()) {
    const lost = matchers.filter(({ goalNo }) => goalsLost.has(goalNo));
    matchAgain(connection, project.no, { sessionId, sessionNo }, lost);
    const visitor = facts?.get(sessionId)?.visitor;
    if (visitor) saveVisitor(connection, sessionNo, visitor);
  }
  return recorded;
}
