import type { Engines } from './engines.js';

/** Notes what becomes of conversions, for those who follow them. Never edit this after a release; add a new file. */
export default function feedChanges({ local, cluster }: Engines): string[] {
  const name = cluster === null ? 'feed_changes' : 'feed_changes_local';
  return [
    `CREATE TABLE IF NOT EXISTS ${name} (
       feed String,
       number UInt64 COMMENT 'without gaps: the next number is given only when this one is stored',
       writer String,
       at Int64 COMMENT 'ms since 1970, UTC',
       changes String COMMENT 'JSON list'
     ) ENGINE = ${local('')} ORDER BY (feed, number)
     SETTINGS non_replicated_deduplication_window = 10000`,
    ...(cluster === null
      ? []
      : [
          `CREATE TABLE IF NOT EXISTS feed_changes AS ${name}
             ENGINE = Distributed('${cluster}', currentDatabase(), '${name}', 0)`,
        ]),
  ];
}
