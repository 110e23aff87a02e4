import type { Static } from 'typebox';
import type { Problem } from '../collect/track/problems.js';
import type { Event } from '../model/event.js';
import type { Project } from '../model/project.js';
import type { Session } from '../model/session.js';
import { answerReport, type Reporting } from '../reports/answer.js';
import type { Store } from '../store/store.js';
import type { CheckResource } from './check-schemas.js';

const DAY_MS = 86_400_000;
/** A goal is silent that had conversions in the `BEFORE_DAYS` before the last `SILENT_DAYS`, and none since. */
export const SILENT_DAYS = 7;
export const BEFORE_DAYS = 30;
/** The sessions that began last, in which the last events are looked for. */
export const NEWEST_SESSIONS = 100;
/** Goals in a report. */
const ROWS_MAX = 1000;

type Stores = Pick<Store, 'goals' | 'reports' | 'sessions'>;

/**
 * Whether tracking of a project works. `problems`: those of the last hour; null when this process does not collect. Throws an
 * `ApiError` when too many reports wait.
 */
export async function checkProject(
  store: Stores,
  reporting: Reporting,
  project: Project,
  problems: readonly Problem[] | null,
  signal: AbortSignal,
): Promise<Static<typeof CheckResource>> {
  const now = reporting.now();
  return {
    checked_at: new Date(now).toISOString(),
    last_events: await lastEvents(store, project),
    refusals:
      problems === null ? null : problems.map(({ reason, origin, page, count }) => ({ reason, origin, page, count })),
    unknown_origins: problems && unknownOrigins(problems),
    silent_goals: await silentGoals(store, reporting, project, signal),
  };
}

/** Of each type: the last event in the newest session that has one. */
async function lastEvents({ sessions }: Stores, { id: projectId }: Project) {
  const selection = { projectId, period: { from: null, until: null }, filters: { texts: {} } };
  const page = { sortKey: 'created_at', sortOrder: 'desc', limit: NEWEST_SESSIONS, offset: 0 } as const;
  const { sessions: newest } = await sessions.list(selection, page);
  const last = async (type: Event['type'], has: (session: Session) => boolean): Promise<string | null> => {
    const session = newest.find(has);
    if (!session) return null;
    const timeline = await sessions.timeline(projectId, session.id, { limit: ROWS_MAX, after: null });
    const events = timeline?.entries.map(({ event }) => event).filter((event) => event.type === type) ?? [];
    return new Date(events.at(-1)?.at ?? session.endedAt).toISOString();
  };
  return {
    visit: await last('visit', ({ visits }) => visits > 0),
    click: await last('click', ({ clicks }) => clicks > 0),
    event: await last('event', ({ customEvents }) => customEvents > 0),
  };
}

function unknownOrigins(problems: readonly Problem[]): { origin: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { reason, origin, count } of problems) {
    if (reason === 'origin_not_allowed' && origin !== null) counts.set(origin, (counts.get(origin) ?? 0) + count);
  }
  return [...counts].map(([origin, count]) => ({ origin, count }));
}

interface GoalRow {
  readonly group: { readonly goal: string };
  readonly conversions: number;
}

async function silentGoals(store: Stores, reporting: Reporting, project: Project, signal: AbortSignal) {
  const now = reporting.now();
  /** Conversions by goal, from and until so many days ago. */
  const conversions = async (from: number, until: number): Promise<Map<string, number>> => {
    const [start_date, end_date] = [from, until].map((days) => new Date(now - days * DAY_MS).toISOString());
    const body = { start_date, end_date, group_by: ['goal'], limit: ROWS_MAX };
    const { rows } = (await answerReport(store, reporting, project, body, signal)) as { rows: readonly GoalRow[] };
    return new Map(rows.map((row) => [row.group.goal, row.conversions]));
  };
  const goals = await store.goals.list(project.id);
  if (goals.length === 0) return [];
  const before = await conversions(SILENT_DAYS + BEFORE_DAYS, SILENT_DAYS);
  const since = await conversions(SILENT_DAYS, 0);
  return goals
    .filter(({ key }) => (before.get(key) ?? 0) > 0 && (since.get(key) ?? 0) === 0)
    .map(({ key, name }) => ({ key, name, before: before.get(key)! }));
}
