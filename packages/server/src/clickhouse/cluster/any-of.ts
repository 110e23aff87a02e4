import type { Parameters } from './query-client.js';

/** Half of the 128 KiB that ClickHouse accepts in one parameter: escaping may turn a character into two. */
const BYTES_MAX = 60_000;

/**
 * A condition that holds when the expression equals one of the values. There may be many long values, so they are split
 * over several parameters, whose names begin with `name`.
 */
export function anyOf(expression: string, name: string, values: readonly string[]) {
  const lists = inLists(values);
  const conditions = lists.map((_list, index) => `${expression} IN {${name}${index}:Array(String)}`);
  const parameters: Parameters = Object.fromEntries(lists.map((list, index) => [`${name}${index}`, list]));
  return { sql: `(${conditions.join(' OR ')})`, parameters };
}

/** The same for any number of values: they become one set. */
export function inSet(expression: string, name: string, values: readonly string[]) {
  const lists = inLists(values).map((list, index) => [`${name}${index}`, list] as const);
  const all = lists.map(([parameter]) => `{${parameter}:Array(String)}`);
  const parameters: Parameters = Object.fromEntries(lists);
  return { sql: `${expression} IN arrayConcat(${all.join(', ')})`, parameters };
}

/** Splits values into lists that each fit into a parameter. Returns at least one list. */
export function inLists(values: readonly string[]): string[][] {
  const lists: string[][] = [[]];
  let bytes = 0;
  for (const value of values) {
    const more = Buffer.byteLength(value) + 3;
    if (bytes + more > BYTES_MAX) {
      lists.push([]);
      bytes = 0;
    }
    lists.at(-1)!.push(value);
    bytes += more;
  }
  return lists;
}
