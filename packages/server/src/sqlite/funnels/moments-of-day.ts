import type { FunnelPath } from '../../model/funnels/path.js';
import { DAY_MS } from '../../model/visitor.js';
import { type Moments, VISIT } from '../../store/funnels/chain.js';
import { MomentsBuilder } from '../../store/funnels/moments-builder.js';
import type { RuleStep } from '../../store/funnels/steps.js';
import type { Connection } from '../database/connection.js';
import { TYPE_CODES } from '../rows/event-rows.js';
import { eventForRules, type RuleTexts, ruleColumns } from './rule-columns.js';

/** What makes an event of a session a moment of a funnel. */
export interface Steps {
  readonly order: FunnelPath['order'];
  /** By the number of the goal: the bits of its steps. */
  readonly goals: ReadonlyMap<number, number>;
  readonly rules: readonly RuleStep[];
}

/** `CROSS JOIN` looks up the session first. */
const SESSIONS_OF_DAY = 'FROM sessions s';
const ON_DAY = 's.project_no = ? AND s.started_at >= ? AND s.started_at < ?';

/** The sessions of a day, each by its position in `Day`. */
export interface DayMoments {
  sessionNo(session: number): number;
  /** Null only if the session has not come to the first step. */
  of(session: number): Moments | null;
}

/** Reads the moments of the sessions that began on a day from the rows. */
export function momentsOfDay(
  connection: Connection,
  project: number,
  dayNo: number,
  { order, goals, rules }: Steps,
  sessionNo: (session: number) => number,
): DayMoments {
  const onDay = [project, dayNo * DAY_MS, (dayNo + 1) * DAY_MS] as const;
  const builders = new Map<number, MomentsBuilder>();
  const add = (sessionNo: number, at: number, id: string, bits: number) => {
    let builder = builders.get(sessionNo);
    if (!builder) {
      builder = new MomentsBuilder();
      builders.set(sessionNo, builder);
    }
    builder.add(at, id, bits);
  };

  const conversions = connection
    .arrays<[number, number, string, number], [number, number, number, string]>(
      `SELECT s.session_no, c.occurred_at, c.event_id, c.goal_no ${SESSIONS_OF_DAY}
         CROSS JOIN conversions c ON c.project_no = s.project_no AND c.session_id = s.session_id
       WHERE ${ON_DAY} AND c.goal_no IN (SELECT value FROM json_each(?))`,
    )
    .iterate(...onDay, JSON.stringify([...goals.keys()]));
  for (const [sessionNo, at, id, goalNo] of conversions) add(sessionNo, at, id, goals.get(goalNo)!);

  if (order === 'directly') {
    const visits = connection
      .arrays<[number, number, string], [number, number, number]>(
        `SELECT s.session_no, e.occurred_at, e.event_id ${SESSIONS_OF_DAY}
           CROSS JOIN events e ON e.session_no = s.session_no
         WHERE ${ON_DAY} AND e.type = ${TYPE_CODES.visit}`,
      )
      .iterate(...onDay);
    for (const [sessionNo, at, id] of visits) add(sessionNo, at, id, VISIT);
  }

  for (const [type, ofType] of Map.groupBy(rules, (rule) => rule.type)) {
    const events = connection
      .arrays<[number, number, string, ...RuleTexts], [number, number, number]>(
        `SELECT s.session_no, e.occurred_at, e.event_id, ${ruleColumns(type)} ${SESSIONS_OF_DAY}
           CROSS JOIN events e ON e.session_no = s.session_no
         WHERE ${ON_DAY} AND e.type = ${TYPE_CODES[type]}`,
      )
      .iterate(...onDay);
    for (const [sessionNo, at, id, ...texts] of events) {
      const event = eventForRules(type, texts);
      for (const { bit, matches } of ofType) if (matches(event)) add(sessionNo, at, id, bit);
    }
  }
  return { sessionNo, of: (session) => builders.get(sessionNo(session))?.moments() ?? null };
}

/** The moments of one session that are conversions of these goals. */
export function goalMoments(connection: Connection, sessionNo: number, goals: Steps['goals']): Moments {
  const conversions = connection
    .arrays<[number, string, number], [number, string]>(
      `SELECT c.occurred_at, c.event_id, c.goal_no ${SESSIONS_OF_DAY}
         CROSS JOIN conversions c ON c.project_no = s.project_no AND c.session_id = s.session_id
       WHERE s.session_no = ? AND c.goal_no IN (SELECT value FROM json_each(?))`,
    )
    .all(sessionNo, JSON.stringify([...goals.keys()]));
  const builder = new MomentsBuilder();
  for (const [at, id, goalNo] of conversions) builder.add(at, id, goals.get(goalNo)!);
  return builder.moments();
}
