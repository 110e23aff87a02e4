import { urlParts } from '../../model/url-parts.js';
import { inLists } from '../cluster/any-of.js';
import type { Query } from '../cluster/node.js';
import type { Parameters } from '../cluster/query-client.js';
import { text } from '../cluster/rows.js';
import type { Restriction } from '../rows/text-test.js';
import { type EventColumn, metSql } from './met.js';

/** An address up to its query, which decides its path. */
const BEFORE_QUERY = 'cutQueryString(cutFragment(url))';
/** The same with a mark for what follows: a space at the end of an address is ignored, and one before a query is not. */
const ADDRESS = `concat(${BEFORE_QUERY}, if(length(${BEFORE_QUERY}) < length(url), '#', ''))`;
const WRITTEN_PATH = `if(startsWith(url, '/'), ${BEFORE_QUERY}, if(path(${BEFORE_QUERY}) = '', '/', path(${BEFORE_QUERY})))`;

const CHARACTERS = '([A-Za-z0-9._~!$&()*+,;=:@/-]|%[0-9A-F]{2})*';
const ORIGIN = 'https?://([a-z0-9-]+[.])*[a-z][a-z0-9-]*(:[0-9]{1,4})?';
/**
 * Holds for addresses whose path is the same as written: nothing in it has to be escaped, resolved or refused. Nearly all that
 * browsers send are such.
 */
const IS_PLAIN = `match(${BEFORE_QUERY}, '^(${ORIGIN}(/${CHARACTERS})?|/${CHARACTERS})$')
  AND NOT match(${BEFORE_QUERY}, '/[.]{1,2}(/|$)|%2E|[/.]xn--')`;

/** Stands for the path of an address that is none. No path contains it. */
const NO_PATH = '\n';

/** Conversions as of `metSql`, with `url`: that of the event, or else of the visit on which it happened. */
export function metOnUrlsSql(where: string, eventColumns: readonly EventColumn[] = [], records = 'records'): string {
  const others = eventColumns.map((column) => `, met.${column} AS ${column}`).join('');
  return `(
    SELECT met.session_id AS session_id, met.goal_no AS goal_no, met.occurred_at AS occurred_at,
      met.is_public AS is_public${others}, ifNull(met.url, visits.url) AS url
    FROM ${metSql(where, ['url', ...eventColumns], records)} AS met
    ASOF LEFT JOIN ${visitsSql(where, records)} AS visits
      ON met.session_id = visits.session_id AND met.is_public = visits.for_public AND met.occurred_at >= visits.occurred_at
  )`;
}

/**
 * The visits on which events without a URL may have happened. Public ones count for a trusted event only if its session has
 * no trusted visit.
 */
function visitsSql(where: string, records: string): string {
  const events = `FROM ${records} FINAL WHERE project_id = {projectId:String} AND goal_no = 0 AND ${where}`;
  return `(
    SELECT session_id, for_public, occurred_at, argMax(url, event_id) AS url
    FROM (
      SELECT session_id, event_id, occurred_at, url,
        arrayJoin(if(origin = 'trusted' OR max(origin = 'trusted') OVER (PARTITION BY session_id) = 0, [0, 1], [1])) AS for_public
      ${events} AND type = 'visit' AND session_id IN (SELECT session_id ${events} AND url IS NULL)
    )
    GROUP BY session_id, for_public, occurred_at
  )`;
}

/** Finds the addresses in `from`, which has a column `url`, whose paths `pathSql` has to be told. */
export function oddAddresses(from: string, parameters: Parameters): Query<{ address: typeof text }> {
  return {
    sql: `SELECT DISTINCT assumeNotNull(${ADDRESS}) FROM ${from} WHERE url IS NOT NULL AND NOT (${IS_PLAIN})`,
    parameters,
    columns: { address: text },
  };
}

/**
 * SQL for the path of the column `url`, as `urlParts` has it; null where it is not known. `odd`: what `oddAddresses` found.
 */
export function pathSql(odd: readonly string[]): Restriction {
  const addresses = inLists(odd);
  const paths = inLists(odd.map((address) => urlParts(address)?.path ?? NO_PATH));
  const whole = (name: string, lists: readonly string[][]) =>
    `arrayConcat(${lists.map((_list, index) => `{${name}${index}:Array(String)}`).join(', ')})`;
  const named = (name: string, lists: readonly string[][]) => lists.map((list, index) => [`${name}${index}`, list]);
  return {
    sql: `nullIf(transform(${ADDRESS}, ${whole('addresses', addresses)}, ${whole('paths', paths)}, ${WRITTEN_PATH}), '\\n')`,
    parameters: Object.fromEntries([...named('addresses', addresses), ...named('paths', paths)]),
  };
}
