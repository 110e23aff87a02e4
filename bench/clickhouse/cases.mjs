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

export const CLICKHOUSE_CASES = [
  ...CLICKHOUSE_READ_CASES,
  ...CLICKHOUSE_TRACK_CASES,
  CLICKHOUSE_SHARDS_CASE,
  CLICKHOUSE_GATHERING_CASE,
];
