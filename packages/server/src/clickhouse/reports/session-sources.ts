import { CONVERSION_TYPES } from '../../model/conversion.js';
import type { SessionText } from '../../model/session.js';
import type { GoalVersion } from '../../store/goals/versions.js';
import { metSql } from '../conversions/met.js';
import { metOnUrlsSql, pathSql } from '../conversions/page-paths.js';
import { sessionsSql } from '../rows/session-rows.js';
import { entryColumnsIn } from '../rows/session-test.js';
import { type Restriction, UNKNOWN_TEXT } from '../rows/text-test.js';
import { areAllCurrent, isCurrent, summariesOf, type Tables } from '../summaries/fingerprints.js';
import { SUMMARY_FIELDS } from '../summaries/summarize.js';
import type { AmountsSql } from './amounts.js';
import { CONVERSION_TUPLE, type ConversionField } from './units.js';

/** What a report needs of each session. */
export interface SessionColumns {
  readonly texts: readonly SessionText[];
  /** The goals whose conversions count. */
  readonly versions: readonly GoalVersion[];
  readonly amounts: AmountsSql;
  readonly needsPages: boolean;
  /** From the beginning of the first period to the end of the last one, in ms since 1970. */
  readonly from: number;
  readonly until: number;
}

const TEXT = 'LowCardinality(Nullable(String))';

/** A SELECT of sessions from their summaries. `allOrNone`: none unless all in `where` have their summaries. */
export function summarizedSessions(
  columns: SessionColumns,
  where: string,
  tables: Tables,
  allOrNone: boolean,
): Restriction {
  const { amounts, needsPages, from, until } = columns;
  const needed = SUMMARY_FIELDS.filter(
    (field) =>
      (field !== 'page' || needsPages) &&
      (!['value', 'currency'].includes(field) || amounts.eventColumns.includes(field as 'value')),
  );
  const page = needsPages ? `CAST(page, 'Nullable(String)')` : UNKNOWN_TEXT;
  const { sql, parameters } = conversionTuple(columns, page);
  const lists = needed.map((field) => `met.${field}`).join(', ');
  const isNeeded = 'has({goalNos:Array(UInt32)}, c.1)';
  return {
    sql: `SELECT started_at, public_events, trusted_events${columns.texts.map((text) => `, ${text}`).join('')},
        arrayFilter(c -> ${isNeeded}, arrayMap((${needed.join(', ')}) -> ${sql}, ${lists})) AS conversions
      FROM ${summariesOf(where, tables)} AND first_at < {lastUntil:Int64} AND last_at >= {firstFrom:Int64}
        AND ${allOrNone ? areAllCurrent(where, tables) : isCurrent(where, tables)}`,
    parameters: { ...parameters, firstFrom: from, lastUntil: until },
  };
}

/** A SELECT of the same columns, from the records of the sessions in `where`. `odd`: what `oddAddresses` found. */
export function computedSessions(
  columns: SessionColumns,
  where: string,
  tables: Tables,
  odd: readonly string[],
): Restriction {
  const { texts, needsPages } = columns;
  const path = needsPages ? pathSql(odd) : { sql: UNKNOWN_TEXT, parameters: {} };
  const { sql, parameters } = conversionTuple(columns, path.sql);
  const toText = (text: SessionText) => `, CAST(sessions.${text}, '${TEXT}') AS ${text}`;
  return {
    sql: `SELECT sessions.started_at AS started_at, toUInt8(sessions.public_events > 0) AS public_events,
        toUInt8(sessions.trusted_events > 0) AS trusted_events${texts.map(toText).join('')}, met.conversions AS conversions
      FROM ${sessionsSql(where, entryColumnsIn(texts), tables.records)} AS sessions
      LEFT JOIN (
        SELECT session_id, groupArray(${sql}) AS conversions FROM ${metOf(columns, where, tables)} GROUP BY session_id
      ) AS met ON sessions.session_id = met.session_id`,
    parameters: { ...path.parameters, ...parameters },
  };
}

/** The conversions of the sessions in `where`, from their records. */
export function metOf({ needsPages, amounts }: SessionColumns, where: string, { records }: Tables): string {
  return (needsPages ? metOnUrlsSql : metSql)(where, amounts.eventColumns, records);
}

/** A conversion as `fieldOf` reads it, over the columns of `metSql`. */
function conversionTuple({ versions, amounts }: SessionColumns, page: string): Restriction {
  const type = typeSql(versions);
  const fields: Partial<Record<ConversionField, string>> = {
    type_no: type.sql,
    page,
    currency: amounts.currency,
    amount: amounts.amount,
  };
  return {
    sql: `tuple(${CONVERSION_TUPLE.map((field) => fields[field] ?? field).join(', ')})`,
    parameters: { ...amounts.parameters, ...type.parameters },
  };
}

/** The number of the type of the goal `goal_no`. */
export function typeSql(versions: readonly GoalVersion[]): Restriction {
  return {
    sql: 'transform(goal_no, {typed:Array(UInt32)}, {types:Array(UInt8)}, 0)',
    parameters: {
      typed: versions.map(({ no }) => no),
      types: versions.map(({ type }) => CONVERSION_TYPES.indexOf(type)),
    },
  };
}
