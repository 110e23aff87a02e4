import { sourceToday } from '../../../model/entry/source-of.js';
import type { Node } from '../node.js';
import { integer, text } from '../rows.js';
import type { Engines } from './engines.js';

/** Keeps click ids. Never edit this after a release; add a new file. */
export default function clickIds({ cluster }: Engines): string[] {
  const tables = cluster === null ? ['records'] : ['records_local', 'records'];
  return tables.map(
    (table) =>
      `ALTER TABLE ${table} ADD COLUMN IF NOT EXISTS click_id Nullable(String) CODEC(ZSTD),
         ADD COLUMN IF NOT EXISTS click_id_kind LowCardinality(Nullable(String))`,
  );
}

/** Sources renamed by one statement: their names are its parameters. */
const RENAMED_MAX = 500;

/**
 * Gives each stored source one name: "google" and "Google" become one. ClickHouse does it in the background, since rewriting
 * many rows takes longer than a statement may.
 */
export async function renameSources(node: Node, { cluster }: Engines): Promise<void> {
  const table = cluster === null ? 'records' : 'records_local';
  const stored = await node.query({
    sql: `SELECT DISTINCT assumeNotNull(source), toUInt8(utm_source IS NOT NULL) FROM ${table} WHERE source IS NOT NULL`,
    columns: { source: text, isNamed: integer },
  });
  for (const named of [0, 1]) {
    const renamed = stored.flatMap(({ source, isNamed }) => {
      const today = sourceToday(source, isNamed === 1);
      return isNamed === named && today !== source ? [[source, today ?? ''] as const] : [];
    });
    for (let at = 0; at < renamed.length; at += RENAMED_MAX) {
      const part = renamed.slice(at, at + RENAMED_MAX);
      // A source that is none any more is the empty text here, which no source is.
      await node.command(
        `ALTER TABLE ${table} UPDATE source = nullIf(transform(assumeNotNull(source), {before:Array(String)}, {after:Array(String)}), '')
         WHERE source IN {before:Array(String)} AND utm_source IS ${named === 1 ? 'NOT ' : ''}NULL`,
        { before: part.map(([before]) => before), after: part.map(([, after]) => after) },
        { mutations_sync: '0' },
      );
    }
  }
}
