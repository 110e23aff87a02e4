import type { TextTest } from '../../model/session.js';
import type { Restriction } from '../conversions/selection.js';

/** SQL for a test of a text. `column` is any expression. `lower` changes A to Z only. */
export function textRestriction(column: string, { is, isNot, contains }: TextTest): Restriction {
  const parts: Restriction[] = [];
  if (is) parts.push(orUnknown(column, is, `${column} IN (SELECT value FROM json_each(?))`));
  if (isNot) {
    const isOther = `${column} NOT IN (SELECT value FROM json_each(?))`;
    parts.push(orUnknown(column, isNot.includes(null) ? [] : [null], isOther, isNot));
  }
  if (contains) {
    const part = `EXISTS (SELECT 1 FROM json_each(?) WHERE instr(lower(${column}), lower(value)) > 0)`;
    parts.push(orUnknown(column, contains, part));
  }
  return { sql: parts.map(({ sql }) => sql).join(' AND '), values: parts.flatMap(({ values }) => values) };
}

/** A test of known texts, which an unknown one passes if null is among those accepted. */
function orUnknown(
  column: string,
  accepted: readonly (string | null)[],
  sql: string,
  texts: readonly (string | null)[] = accepted,
): Restriction {
  const values = [JSON.stringify(texts.filter((text) => text !== null))];
  return { sql: `(${sql}${accepted.includes(null) ? ` OR ${column} IS NULL` : ` AND ${column} IS NOT NULL`})`, values };
}
