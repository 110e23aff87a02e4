import { contentsEvents } from '../contents/events.js';
import { goalsContents, putGoals } from '../contents/goals.js';
import { keepMoveNote } from '../contents/note.js';
import { putEvents } from '../contents/put-events.js';
import { contentsStretch } from '../contents/stretch.js';
import { contentsTotals } from '../contents/totals.js';
import { putSalts, putVisitors, saltsSince, visitorsSince } from '../contents/visitors.js';
import { countRows } from '../conversions/conversion-count.js';
import { conversionIds, conversionList } from '../conversions/conversion-pages.js';
import { countFewRows, fewConversionIds, fewConversions } from '../conversions/few-conversions.js';
import { backup } from '../database/backup.js';
import type { Connection } from '../database/connection.js';
import { probe } from '../database/probe.js';
import { followFeed, forgetFeeds } from '../feed/feeds.js';
import { answerFunnel } from '../funnels/answer-funnel.js';
import { workOnGoals } from '../goals/goal-work.js';
import { createGoal, removeGoal, replaceGoal } from '../goals/goals.js';
import { previewRule } from '../goals/rule-preview.js';
import { putDocument, removeDocument } from '../projects/documents.js';
import { makeInstallation } from '../projects/installation.js';
import { createProject, storedEvents, updateProject } from '../projects/projects.js';
import { createToken, revokeToken, touchTokens } from '../projects/tokens.js';
import { markPublic } from '../recording/mark-public.js';
import { recordEvents } from '../recording/record-events.js';
import { forgetVisitors, makeSalt } from '../recording/visitors.js';
import { answerReport } from '../reports/answer-report.js';
import { claimDay, encodeDay, findDay, keepDay, reportProgress } from '../reports/days/keep-days.js';
import { encodeWeek, findWeek, keepWeek } from '../reports/weeks/keep-weeks.js';
import { countOldSessions, eraseOldSessions, eraseSession } from '../sessions/erase.js';
import { eraseRemovedProjects, removeProject } from '../sessions/erase-project.js';
import { listFunnelSessions } from '../sessions/funnel-list.js';
import { listSessions } from '../sessions/session-list.js';
import { sessionTimeline } from '../sessions/session-timeline.js';
import { hasTrustedEvents, knownSessions, lastEventAt } from '../sessions/sessions.js';
import { countVisits, visitIds, visitList } from '../sessions/visits.js';

/** Does nothing: a thread starts with its first task. */
function wake(_connection: Connection): void {}

/** The actions that threads can run, by name. Arguments and results are copied between threads. */
export const ACTIONS = {
  makeInstallation,
  createProject,
  updateProject,
  removeProject,
  eraseRemovedProjects,
  createToken,
  revokeToken,
  touchTokens,
  putDocument,
  removeDocument,
  createGoal,
  replaceGoal,
  removeGoal,
  workOnGoals,
  recordEvents,
  makeSalt,
  forgetVisitors,
  eraseSession,
  eraseOldSessions,
  countOldSessions,
  markPublic,
  fewConversionIds,
  fewConversions,
  countFewRows,
  conversionIds,
  conversionList,
  countRows,
  hasTrustedEvents,
  lastEventAt,
  knownSessions,
  listSessions,
  sessionTimeline,
  previewRule,
  visitIds,
  visitList,
  countVisits,
  answerReport,
  answerFunnel,
  listFunnelSessions,
  findDay,
  claimDay,
  encodeDay,
  keepDay,
  findWeek,
  encodeWeek,
  keepWeek,
  reportProgress,
  keepMoveNote,
  goalsContents,
  putGoals,
  contentsStretch,
  contentsEvents,
  putEvents,
  contentsTotals,
  storedEvents,
  saltsSince,
  putSalts,
  visitorsSince,
  putVisitors,
  backup,
  followFeed,
  forgetFeeds,
  probe,
  wake,
} as const;

type Actions = typeof ACTIONS;
export type ActionName = keyof Actions;
export type Arguments<Name extends ActionName> =
  Parameters<Actions[Name]> extends [Connection, ...infer Rest] ? Rest : never;
export type Result<Name extends ActionName> = ReturnType<Actions[Name]>;
