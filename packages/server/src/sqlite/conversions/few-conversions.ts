import type { PageRequest } from '../../model/page.js';
import type { JsonPage, Selection } from '../../store/contract/conversions.js';
import type { Connection, Value } from '../database/connection.js';
import { COUNT_COLUMNS, type CountRow } from './conversion-count.js';
import { conversionIds, conversionList } from './conversion-pages.js';
import { CONVERSION_ID, NOW, restrict } from './selection.js';

// Reads that may run on the main thread. Each examines a limited number of conversions and returns null when there are
// more, even if they are of few sessions. The same statement reads and counts.

const FEW = 1000;
/** For full conversions, which cost ten times as much each. */
const FEW_WHOLE = 100;

/** The first page, as `conversionIds` gives it. */
export function fewConversionIds(connection: Connection, selection: Selection, request: PageRequest): JsonPage | null {
  const { sql, values } = restrict(connection, selection, NOW);
  const [count, json] = connection
    .arrays<[number, string], readonly Value[]>(
      `SELECT count(*), json_group_array(id) FROM (
         SELECT id FROM (SELECT ${CONVERSION_ID} AS id, c.occurred_at AS at ${sql} LIMIT ${FEW + 1}) ORDER BY at, id
       )`,
    )
    .get(...values)!;
  if (count > FEW) return null;
  return count <= request.limit ? { json, next: null } : conversionIds(connection, selection, request);
}

/** The first page, as `conversionList` gives it. */
export function fewConversions(connection: Connection, selection: Selection, request: PageRequest): JsonPage | null {
  const { sql, values } = restrict(connection, selection, NOW);
  const [count] = connection
    .arrays<[number], readonly Value[]>(`SELECT count(*) FROM (SELECT 1 ${sql} LIMIT ${FEW_WHOLE + 1})`)
    .get(...values)!;
  return count > FEW_WHOLE ? null : conversionList(connection, selection, request);
}

/** The same counts as `countRows`. */
export function countFewRows(connection: Connection, selection: Selection): CountRow[] | null {
  const { sql, values } = restrict(connection, selection, NOW);
  const rows = connection
    .arrays<CountRow, readonly Value[]>(
      `SELECT ${COUNT_COLUMNS} FROM (SELECT c.session_id, g.type ${sql} LIMIT ${FEW + 1}) GROUP BY session_id`,
    )
    .all(...values);
  return rows.reduce((sum, [, click, url, event]) => sum + click + url + event, 0) > FEW ? null : rows;
}
