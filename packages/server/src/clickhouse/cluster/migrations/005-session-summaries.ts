import type { Engines } from './engines.js';

/**
 * What reports need of each session, in one row. Each node makes its own from its records, so the table is not replicated.
 * Never edit this after a release; add a new file.
 */
export default function sessionSummaries({ cluster }: Engines): string[] {
  const name = cluster === null ? 'session_summaries' : 'session_summaries_local';
  const text = 'LowCardinality(Nullable(String))';
  return [
    `CREATE TABLE IF NOT EXISTS ${name} (
       project_id String,
       session_id String,
       fingerprint UInt64 COMMENT 'of the records that the summary was made from; with others, it does not count',
       first_at Int64 COMMENT 'ms since 1970, UTC: of the first event' CODEC(Delta, ZSTD),
       last_at Int64 CODEC(Delta, ZSTD),
       started_at Int64 COMMENT 'when the session began' CODEC(Delta, ZSTD),
       public_events UInt8 COMMENT 'whether there are any',
       trusted_events UInt8,
       browser ${text},
       device ${text},
       platform_os ${text},
       language ${text},
       country ${text},
       source ${text},
       utm_source ${text},
       utm_medium ${text},
       utm_campaign ${text},
       utm_term ${text},
       utm_content ${text},
       entry_page ${text},
       met Nested(
         goal_no UInt32,
         occurred_at Int64,
         is_public UInt8,
         page ${text},
         value ${text},
         currency ${text}
       )
     ) ENGINE = ReplacingMergeTree ORDER BY (project_id, session_id)`,
  ];
}
