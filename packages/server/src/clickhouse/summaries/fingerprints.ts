import type { GoalVersion } from '../../store/goals/versions.js';
import type { Cluster } from '../cluster/cluster.js';
import type { Parameters } from '../cluster/query-client.js';
import { CLIENT_NO } from '../rows/clients.js';

/** The names of a node's own tables. */
export interface Tables {
  readonly records: string;
  readonly summaries: string;
  readonly sums: string;
}

export function tablesOf(cluster: Cluster): Tables {
  return {
    records: cluster.local('records'),
    summaries: cluster.local('session_summaries'),
    sums: cluster.local('slice_sums'),
  };
}

/**
 * Differs for any two sets of records. A record never changes, and one that is replaced gets another precedence, which
 * is random in part. So a session with the fingerprint that it had before is what it was before.
 */
const FINGERPRINT = 'sum(cityHash64(session_id, goal_no, precedence))';

/** The parameter of all SQL here: which records are seen. `versions`: all that readers see. */
export function seenParameters(versions: readonly GoalVersion[]): Parameters {
  return { seenNos: [0, CLIENT_NO, ...versions.map(({ no }) => no)] };
}

/** A SELECT of sessions with their fingerprints, and the times of their first and last event. `where` selects the sessions. */
function fingerprints(where: string, { records }: Tables): string {
  return `SELECT session_id, ${FINGERPRINT} AS fingerprint, minIf(occurred_at, goal_no = 0) AS first_at,
      maxIf(occurred_at, goal_no = 0) AS last_at
    FROM ${records} WHERE ${seen(where)} GROUP BY session_id`;
}

/** Sessions of which there is no summary, or one of other records; with their fingerprints and times. */
export function changedSessions(where: string, tables: Tables): string {
  return `SELECT session_id, fingerprint, first_at, last_at FROM (${fingerprints(where, tables)})
    WHERE fingerprint NOT IN (SELECT fingerprint FROM ${summariesOf(where, tables)})`;
}

/** The condition for summaries that count. */
export function isCurrent(where: string, tables: Tables): string {
  return `fingerprint IN (SELECT fingerprint FROM (${fingerprints(where, tables)}))`;
}

/** Whether all sessions have their summaries, and there are no others. */
export function areAllCurrent(where: string, tables: Tables): string {
  return `${fingerprintOf(where, tables)} = (SELECT sum(fingerprint) FROM ${summariesOf(where, tables)})`;
}

/** The sum of all fingerprints. It needs no fingerprint of each session. */
export function fingerprintOf(where: string, { records }: Tables): string {
  return `(SELECT ${FINGERPRINT} FROM ${records} WHERE ${seen(where)})`;
}

/** The latest summary of each session. */
export function summariesOf(where: string, { summaries }: Tables): string {
  return `${summaries} FINAL WHERE project_id = {projectId:String} AND ${where}`;
}

function seen(where: string): string {
  return `project_id = {projectId:String} AND goal_no IN {seenNos:Array(UInt32)} AND ${where}`;
}
