import { BadAnswer } from './faults.js';

/** Parses one value of a row. Throws `BadAnswer` when the value has another type than expected. */
export type Column<Value> = (value: unknown) => Value;
/** The columns of a query, in the order of its SELECT. */
export type Columns = Readonly<Record<string, Column<unknown>>>;
export type RowOf<C extends Columns> = {
  readonly [Name in keyof C]: C[Name] extends Column<infer Value> ? Value : never;
};

export const text: Column<string> = (value) => {
  if (typeof value !== 'string') throw unexpected('a text', value);
  return value;
};

/** An integer that JavaScript can represent exactly. ClickHouse may send 64-bit integers as strings. */
export const integer: Column<number> = (value) => {
  const number = typeof value === 'string' ? Number(value) : value;
  if (!Number.isSafeInteger(number)) throw unexpected('an integer', value);
  return number as number;
};

export function nullable<Value>(column: Column<Value>): Column<Value | null> {
  return (value) => (value === null ? null : column(value));
}

export function listOf<Value>(column: Column<Value>): Column<Value[]> {
  return (value) => {
    if (!Array.isArray(value)) throw unexpected('a list', value);
    return value.map(column);
  };
}

/** A string with a narrower TypeScript type, such as an id or one of a closed list. */
export function textOf<Value extends string>(): Column<Value> {
  return text as Column<Value>;
}

export function parseRows<C extends Columns>(columns: C, rows: readonly unknown[]): RowOf<C>[] {
  const named = Object.entries(columns);
  return rows.map((row) => {
    if (!Array.isArray(row) || row.length !== named.length) throw unexpected(`${named.length} columns`, row);
    const parsed: Record<string, unknown> = {};
    for (const [index, [name, column]] of named.entries()) parsed[name] = column(row[index]);
    return parsed as RowOf<C>;
  });
}

function unexpected(expected: string, value: unknown): BadAnswer {
  return new BadAnswer(`an answer had ${JSON.stringify(value)}, where ${expected} was expected`);
}
