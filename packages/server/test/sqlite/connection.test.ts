import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Connection } from '#goalpost/sqlite/database/connection.js';
import { isTemporary, resultCodeOf } from '#goalpost/sqlite/database/result-code.js';
import { assertSafeSqlite } from '#goalpost/sqlite/database/sqlite-version.js';

// The features of node:sqlite that Goalpost needs. A version of Node.js without one of them fails here.

let dir: string;
let file: string;
let writer: Connection;
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'goalpost-'));
  file = path.join(dir, 'goalpost.db');
  writer = Connection.openWriter(file);
  writer.execute('CREATE TABLE numbers (no INTEGER PRIMARY KEY, name TEXT) STRICT');
});
afterEach(() => {
  writer.close();
  rmSync(dir, { recursive: true });
});

const insert = (no: number, name: string) =>
  writer.statement<unknown, [number, string]>('INSERT INTO numbers VALUES (?, ?)').run(no, name);
const names = (connection: Connection) =>
  connection
    .arrays<[string]>('SELECT name FROM numbers ORDER BY no')
    .all()
    .map(([name]) => name);

function codeOf(work: () => unknown): string | undefined {
  try {
    work();
  } catch (error) {
    return resultCodeOf(error);
  }
  return undefined;
}

it('binds only values of the types that a statement declares', () => {
  const statement = writer.statement<unknown, [number, string]>('INSERT INTO numbers VALUES (?, ?)');
  statement.run(1, 'one');
  // If the types allowed too much, these lines would compile, and then this file would not.
  const mistakes = [
    // @ts-expect-error: a value is missing, for which SQLite would bind NULL.
    () => statement.run(2),
    // @ts-expect-error: there is one value too many.
    () => statement.run(2, 'two', 3),
    // @ts-expect-error: a value has the wrong type.
    () => statement.run('two', 2),
    // @ts-expect-error: the statement declares no values.
    () => writer.statement('INSERT INTO numbers VALUES (?, ?)').run(2, 'two'),
  ];
  expect(mistakes).toHaveLength(4);
  expect(names(writer)).toEqual(['one']);
});

it('returns rows as objects, as arrays, and one by one', () => {
  insert(1, 'one');
  insert(2, 'two');
  const sql = 'SELECT no, name FROM numbers';
  expect(writer.statement(sql).all()).toEqual([
    { no: 1, name: 'one' },
    { no: 2, name: 'two' },
  ]);
  expect(writer.arrays(sql).all()).toEqual([
    [1, 'one'],
    [2, 'two'],
  ]);
  const [first] = writer.arrays(sql).iterate();
  expect(first).toEqual([1, 'one']);
  // An unfinished iteration does not block other statements.
  insert(3, 'three');
  expect(names(writer)).toEqual(['one', 'two', 'three']);
});

it('commits a transaction completely or not at all', () => {
  const fail = () =>
    writer.write(() => {
      insert(1, 'one');
      throw new Error('in the middle');
    });
  expect(fail).toThrow('in the middle');
  expect(names(writer)).toEqual([]);
  writer.write(() => insert(1, 'one'));
  expect(names(writer)).toEqual(['one']);
});

it('reads one snapshot of the data within a transaction, whatever is written meanwhile', () => {
  insert(1, 'one');
  const reader = Connection.openReader(file);
  const version = () => reader.pragma('data_version');
  const before = version();
  reader.read(() => {
    expect(names(reader)).toEqual(['one']);
    insert(2, 'two');
    expect(names(reader)).toEqual(['one']);
  });
  expect(names(reader)).toEqual(['one', 'two']);
  expect(version()).not.toBe(before);
  reader.close();
});

it('throws on an integer that JavaScript cannot represent exactly', () => {
  // A literal, because Node.js 26 also refuses the row id of such an insert.
  writer.execute("INSERT INTO numbers VALUES (9007199254740992, 'large')");
  expect(() => writer.statement('SELECT no FROM numbers').all()).toThrow(/too large/);
});

it('calls user-defined functions and aggregates', () => {
  insert(1, 'one');
  insert(2, 'two');
  writer.defineFunction('reversed', (text) => [...(text as string)].reverse().join(''));
  writer.defineAggregate('joined', { start: '', step: (sum: string, text) => sum + text, result: (sum) => sum });
  expect(writer.arrays('SELECT reversed(name) FROM numbers').all()).toEqual([['eno'], ['owt']]);
  expect(writer.arrays('SELECT joined(name) FROM numbers').get()).toEqual(['onetwo']);
});

it('overwrites deleted data, and empties the log on demand', () => {
  expect(writer.pragma('secure_delete')).toBe(1);
  insert(1, 'one');
  expect(() => writer.dropLog()).not.toThrow();
});

describe('result codes', () => {
  it.for<[string, () => unknown]>([
    ['SQLITE_CANTOPEN', () => Connection.openReader(path.join(dir, 'nowhere', 'goalpost.db'))],
    ['SQLITE_CONSTRAINT', () => [insert(1, 'one'), insert(1, 'again')]],
    ['SQLITE_READONLY', () => Connection.openReader(file).execute('DELETE FROM numbers')],
    ['SQLITE_ERROR', () => writer.execute('no SQL')],
  ])('%s', ([code, work]) => {
    expect(codeOf(work)).toBe(code);
  });

  it('distinguish failures of the environment from those of a statement', () => {
    expect(['SQLITE_BUSY', 'SQLITE_FULL', 'SQLITE_IOERR'].every(isTemporary)).toBe(true);
    expect(['SQLITE_ERROR', 'SQLITE_CONSTRAINT', 'ENOENT', undefined].some(isTemporary)).toBe(false);
  });

  it('of other errors are the error codes themselves', () => {
    expect(resultCodeOf(Object.assign(new Error(), { code: 'ENOENT' }))).toBe('ENOENT');
  });
});

describe('SQLite itself', () => {
  it.for(['3.51.3', '3.53.0', '4.0.0'])('of version %s is safe for several connections', (version) => {
    expect(() => assertSafeSqlite(version)).not.toThrow();
  });

  it.for(['3.51.2', '3.50.9', '2.99.99'])('of version %s is refused', (version) => {
    expect(() => assertSafeSqlite(version)).toThrow(
      `this Node.js (${process.version}) comes with SQLite ${version}, which can corrupt a database; install a Node.js with SQLite 3.51.3 or newer, such as the latest 22, 24 or 26`,
    );
  });
});
