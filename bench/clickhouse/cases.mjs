import { PROJECT_ID } from '../data/data-dir.mjs';

/** Reads of get-conversions, by sessions per request and number of connections. */
export const CLICKHOUSE_READ_CASES = ['list', 'count'].flatMap((key) =>
  [1, 3, 100].flatMap((sessions) =>
    [1, 16].map((connections) => ({
      name: `clickhouse-${key}-${sessions}${connections === 1 ? '' : `-over-${connections}`}`,
      key,
      sessions,
      expand: false,
      connections,
    })),
  ),
);

/** Collecting, by events per request and number of connections. */
export const CLICKHOUSE_TRACK_CASES = [
  { name: 'clickhouse-track-1', events: 1, connections: 16 },
  { name: 'clickhouse-track-1-64', events: 1, connections: 64 },
  { name: 'clickhouse-track-20', events: 20, connections: 16 },
  { name: 'clickhouse-track-20-64', events: 20, connections: 64 },
  { name: 'clickhouse-track-100-64', events: 100, connections: 64 },
];

export const CLICKHOUSE_SHARDS_CASE = { name: 'clickhouse-shards' };

export const CLICKHOUSE_GATHERING_CASE = { name: 'clickhouse-gathering' };

/** Goals are numbered from 1, and what the client of a session is has a number of its own. */
const CLIENT_NO = 4_294_967_295;

/** A question about sessions and their conversions as somebody may ask it who knows the table, and trusts what is in it. */
const straight = ([from, until], group) => `SELECT ${group}, count(), countIf(met > 0), sum(met_in_period), sum(value)
  FROM (
    SELECT session_id, minIf(occurred_at, goal_no = 0) AS started_at, argMinIf(source, occurred_at, type = 'visit') AS source_of,
      countIf(goal_no > 0) AS met, countIf(goal_no > 0 AND occurred_at >= ${from} AND occurred_at < ${until}) AS met_in_period,
      sumIf(toDecimal64OrZero(assumeNotNull(value), 6), value IS NOT NULL) AS value
    FROM records
    WHERE project_id = '${PROJECT_ID}' AND goal_no < ${CLIENT_NO} AND session_id IN (
      SELECT session_id FROM records WHERE project_id = '${PROJECT_ID}' AND occurred_at >= ${from} AND occurred_at < ${until}
    )
    GROUP BY session_id
  )
  WHERE started_at >= ${from} AND started_at < ${until}
  GROUP BY ${group} ORDER BY ${group} SETTINGS optimize_aggregation_in_order = 1`;

const YEAR = { start_date: '2025-01-01T00:00:00Z', end_date: '2025-12-31T23:59:59Z' };
const MONTH = { start_date: '2025-09-01T00:00:00Z', end_date: '2025-09-30T23:59:59Z' };
const YEAR_MS = [Date.UTC(2025, 0, 1), Date.UTC(2026, 0, 1)];
const MONTH_MS = [Date.UTC(2025, 8, 1), Date.UTC(2025, 9, 1)];

/** Reports, the same question in SQL, and the longest median that the project aims at, in ms. */
export const CLICKHOUSE_REPORT_CASES = [
  { name: 'clickhouse-year-totals', body: YEAR, straight: straight(YEAR_MS, '1'), atMostMs: 2000 },
  {
    name: 'clickhouse-year-by-source',
    body: { ...YEAR, group_by: ['source'] },
    straight: straight(YEAR_MS, 'source_of'),
    atMostMs: 2000,
  },
  { name: 'clickhouse-month-totals', body: MONTH, straight: straight(MONTH_MS, '1'), atMostMs: 300 },
  {
    name: 'clickhouse-month-by-source',
    body: { ...MONTH, group_by: ['source'] },
    straight: straight(MONTH_MS, 'source_of'),
    atMostMs: 300,
  },
];

export const CLICKHOUSE_CASES = [
  ...CLICKHOUSE_READ_CASES,
  ...CLICKHOUSE_TRACK_CASES,
  ...CLICKHOUSE_REPORT_CASES,
  CLICKHOUSE_SHARDS_CASE,
  CLICKHOUSE_GATHERING_CASE,
];
