import { backup } from './backup.js';
import type { Connection } from './connection.js';
import { contentsEvents } from './contents/events.js';
import { goalsContents, putGoals } from './contents/goals.js';
import { keepMoveNote, moveNote } from './contents/note.js';
import { putEvents } from './contents/put-events.js';
import { contentsStretch, storedEvents } from './contents/stretch.js';
import { contentsTotals } from './contents/totals.js';
import { putSalts, putVisitors, saltsSince, visitorsSince } from './contents/visitors.js';
import { countRows } from './conversion-count.js';
import { conversionIds, conversionList } from './conversion-pages.js';
import { eraseOldSessions, eraseSession } from './erase.js';
import { countFewRows, fewConversionIds, fewConversions } from './few-conversions.js';
import { workOnGoals } from './goal-work.js';
import { createGoal, removeGoal, replaceGoal } from './goals.js';
import { probe } from './probe.js';
import { createProject, updateProject } from './projects.js';
import { recordEvents } from './record-events.js';
import { previewRule } from './rule-preview.js';
import { listSessions } from './session-list.js';
import { sessionTimeline } from './session-timeline.js';
import { knownSessions } from './sessions.js';
import { createToken, revokeToken, touchTokens } from './tokens.js';
import { forgetVisitors, makeSalt } from './visitors.js';
import { countVisits, visitIds, visitList } from './visits.js';

/** Nothing: a thread is started by its first task. */
function wake(_connection: Connection): void {}

/** What a thread can be asked to do, by name. Arguments and results are copied between threads. */
export const ACTIONS = {
  createProject,
  updateProject,
  createToken,
  revokeToken,
  touchTokens,
  createGoal,
  replaceGoal,
  removeGoal,
  workOnGoals,
  recordEvents,
  makeSalt,
  forgetVisitors,
  eraseSession,
  eraseOldSessions,
  fewConversionIds,
  fewConversions,
  countFewRows,
  conversionIds,
  conversionList,
  countRows,
  knownSessions,
  listSessions,
  sessionTimeline,
  previewRule,
  visitIds,
  visitList,
  countVisits,
  moveNote,
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
  probe,
  wake,
} as const;

type Actions = typeof ACTIONS;
export type ActionName = keyof Actions;
export type Arguments<Name extends ActionName> =
  Parameters<Actions[Name]> extends [Connection, ...infer Rest] ? Rest : never;
export type Result<Name extends ActionName> = ReturnType<Actions[Name]>;
