import type { Engines } from './engines.js';

/**
 * Sums of the sessions whose ids lie between two, in one row for each thing that they are counted by. Each node makes its own
 * from its summaries. Never edit this after a release; add a new file.
 */
export default function sliceSums({ cluster }: Engines): string[] {
  const name = cluster === null ? 'slice_sums' : 'slice_sums_local';
  const text = 'LowCardinality(Nullable(String))';
  return [
    `CREATE TABLE IF NOT EXISTS ${name} (
       project_id String,
       counted_by LowCardinality(String) COMMENT 'a property of sessions, page, time, or nothing',
       from_id String COMMENT 'the first session',
       until_id String COMMENT 'before this one',
       fingerprint UInt64 COMMENT 'of the records of all these sessions; with others, the row does not count',
       sessions UInt64,
       first_at Int64 COMMENT 'ms since 1970, UTC: of the first event of all',
       last_at Int64,
       began Nested(
         value ${text},
         goals Array(UInt64),
         sessions UInt64
       ) COMMENT 'sessions by value and by the goals that they converted on; a goal is twice its number, and 1 more if public',
       met Nested(
         value ${text},
         goal_no UInt32,
         is_public UInt8,
         currency LowCardinality(String),
         conversions UInt64,
         amount Decimal(38, 6)
       ) COMMENT 'conversions, and the sum of what their events say they are worth'
     ) ENGINE = ReplacingMergeTree ORDER BY (project_id, counted_by, from_id)
     SETTINGS index_granularity = 4, min_compress_block_size = 16384, max_compress_block_size = 65536`,
  ];
}
