import type { Engines } from './engines.js';

/** Never edit this after a release; add a new file. Every statement must be safe to run again. */
export default function initial({ local, cluster }: Engines): string[] {
  const name = (table: string) => (cluster === null ? table : `${table}_local`);
  /** The table of that name over all shards; `shard` is the expression that gives a row's shard. */
  const across = (table: string, shard: string) =>
    cluster === null
      ? []
      : [
          `CREATE TABLE IF NOT EXISTS ${table} AS ${table}_local
             ENGINE = Distributed('${cluster}', currentDatabase(), '${table}_local', ${shard})`,
        ];
  return [
    // Sessions: events, each followed by its conversions. A block is inserted completely or not at all.
    `CREATE TABLE IF NOT EXISTS ${name('records')} (
       project_id String,
       session_id String,
       event_id String CODEC(ZSTD),
       goal_no UInt32 COMMENT '0: the event itself; 4294967295: what the client of the session is; else a goal the event met',
       precedence UInt64 COMMENT 'of two records of one event the higher counts, which is the earlier; a conversion has that of its event' CODEC(ZSTD),
       occurred_at Int64 COMMENT 'ms since 1970, UTC' CODEC(Delta, ZSTD),
       type LowCardinality(String) COMMENT 'visit, click or event; only of an event, as is all that is not of the client',
       url Nullable(String) CODEC(ZSTD),
       title Nullable(String) CODEC(ZSTD),
       referrer Nullable(String) CODEC(ZSTD),
       text Nullable(String) CODEC(ZSTD),
       href Nullable(String) CODEC(ZSTD),
       element Nullable(String) COMMENT 'JSON list, from the clicked element outward' CODEC(ZSTD),
       name LowCardinality(Nullable(String)),
       value Nullable(String),
       currency LowCardinality(Nullable(String)),
       properties Nullable(String) COMMENT 'JSON object' CODEC(ZSTD),
       browser LowCardinality(Nullable(String)),
       device LowCardinality(Nullable(String)),
       platform_os LowCardinality(Nullable(String)),
       language LowCardinality(Nullable(String)),
       country LowCardinality(Nullable(String)),
       entry_page Nullable(String) COMMENT 'how the session began, should this be its earliest visit; so all below' CODEC(ZSTD),
       source LowCardinality(Nullable(String)),
       utm_source LowCardinality(Nullable(String)),
       utm_medium LowCardinality(Nullable(String)),
       utm_campaign LowCardinality(Nullable(String)),
       utm_term Nullable(String),
       utm_content Nullable(String),
       INDEX occurred occurred_at TYPE minmax GRANULARITY 4
     ) ENGINE = ${local('Replacing', 'precedence')}
     ORDER BY (project_id, session_id, event_id, goal_no)
     SETTINGS index_granularity = 512, min_compress_block_size = 16384, max_compress_block_size = 65536`,
    ...across('records', `CRC32(concat(project_id, '/', session_id))`),

    // The sessions of a visitor on a day. A day is dropped as a whole, which removes its bytes.
    `CREATE TABLE IF NOT EXISTS ${name('visitors')} (
       day String COMMENT 'UTC, YYYY-MM-DD',
       hash String,
       project_id String,
       session_id String
     ) ENGINE = ${local('Replacing')} PARTITION BY day ORDER BY (hash, project_id, session_id)`,
    ...across('visitors', 'CRC32(hash)'),

    // Deduplication by token lets only the first of several writers win: see catalogue.ts.
    `CREATE TABLE IF NOT EXISTS ${name('salts')} (
       day String COMMENT 'UTC, YYYY-MM-DD',
       salt String
     ) ENGINE = ${local('')} PARTITION BY day ORDER BY day
     SETTINGS non_replicated_deduplication_window = 1000`,
    ...across('salts', '0'),

    // Projects, tokens, and the goals of each project. Each is a document with a revision, and all are in the first
    // shard.
    `CREATE TABLE IF NOT EXISTS ${name('catalogue')} (
       kind LowCardinality(String),
       id String,
       revision UInt64,
       writers Array(String) COMMENT 'who wrote this revision and those before it, newest first',
       owner String COMMENT 'the project of a token',
       due_at Nullable(Int64) COMMENT 'when background work on it is due, ms since 1970',
       body String COMMENT 'JSON'
     ) ENGINE = ${local('Replacing', 'revision')} ORDER BY (kind, id)
     SETTINGS non_replicated_deduplication_window = 10000`,
    ...across('catalogue', '0'),
  ];
}
