import type { Parameters } from './query-client.js';

/** ClickHouse takes 128 KiB for one parameter, in which a character may be written as two. */
const BYTES_MAX = 60_000;

/** Whether an expression is one of the values, which may be many and long; parameters have names that begin with `name`. */
export function anyOf(expression: string, name: string, values: readonly string[]) {
  const lists = inLists(values);
  const conditions = lists.map((_list, index) => `${expression} IN {${name}${index}:Array(String)}`);
  const parameters: Parameters = Object.fromEntries(lists.map((list, index) => [`${name}${index}`, list]));
  return { sql: `(${conditions.join(' OR ')})`, parameters };
}

/** Each of which fits into a parameter; at least one. */
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
