import type { SQLInputValue, StatementSync } from 'node:sqlite';
import { DatabaseSync } from '../../node-sqlite/node-sqlite.js';
import { assertSafeSqlite } from './sqlite-version.js';

/** How long a statement waits for another process's write before it gives up, in ms. */
const LOCK_WAIT_MS = 5000;
/**
 * Page cache of one connection, in KiB. The inner pages of the conversion table's index at 10 million rows take about
 * 12 MiB; the leaves are left to the operating system's cache.
 */
const PAGE_CACHE_KIB = 16 * 1024;
/**
 * Pages in the write-ahead log, 4 KiB each, at which a commit brings them into the database. SQLite's default of 1000 is
 * reached by 250 events of as many sessions; with eight times as many, pages changed again and again are brought once, and
 * a collector takes some 8 % more.
 */
const LOG_PAGES_MAX = 8000;

/** A value that can be bound to a parameter. Node.js binds every number as REAL; a column of type INTEGER turns it back. */
export type Value = SQLInputValue;
/** Values by the names of their parameters, without the colon. */
export type NamedValues = Readonly<Record<string, Value>>;
export type Values = readonly Value[] | readonly [NamedValues];

/** A prepared statement. Only one iteration of it may be under way at a time. */
export interface Statement<Parameters extends Values, Row> {
  all(...values: Parameters): Row[];
  get(...values: Parameters): Row | undefined;
  iterate(...values: Parameters): IterableIterator<Row>;
  run(...values: Parameters): { readonly changes: number | bigint; readonly lastInsertRowid: number | bigint };
}

/**
 * One open database file. Statements are prepared once each and found again by their text. Reading an integer beyond
 * 2^53 throws, since JavaScript's numbers would change it.
 */
export class Connection {
  readonly #handle: DatabaseSync;
  /** For rows as objects, and for rows as arrays. */
  readonly #statements = { objects: new Map<string, StatementSync>(), arrays: new Map<string, StatementSync>() };

  private constructor(
    readonly file: string,
    readOnly: boolean,
  ) {
    this.#handle = new DatabaseSync(file, { timeout: LOCK_WAIT_MS, readOnly });
    const [version] = this.arrays<[string], []>('SELECT sqlite_version()').get()!;
    assertSafeSqlite(version);
    this.execute(`PRAGMA cache_size = -${PAGE_CACHE_KIB}; PRAGMA temp_store = MEMORY;`);
  }

  /**
   * Opens for reading and writing, and makes the file when it is missing. A commit is flushed to the disk before it is
   * answered (`synchronous = FULL`), so it survives a power cut.
   *
   * @throws {UnusableStore} when the SQLite of this Node.js may damage files.
   */
  static openWriter(file: string): Connection {
    const connection = new Connection(file, false);
    connection.execute(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = FULL;
      PRAGMA wal_autocheckpoint = ${LOG_PAGES_MAX};
      -- Who asks for something to be erased means the bytes too.
      PRAGMA secure_delete = ON;
    `);
    return connection;
  }

  /** Opens an existing file for reading only. */
  static openReader(file: string): Connection {
    return new Connection(file, true);
  }

  /** Gives each row as an object. */
  statement<Row = unknown, Parameters extends Values = Value[]>(sql: string): Statement<Parameters, Row> {
    return this.#prepared<Parameters, Row>(sql, 'objects');
  }

  /** Gives each row as an array in the order of its columns, which takes less time than an object. */
  arrays<Row = unknown, Parameters extends Values = Value[]>(sql: string): Statement<Parameters, Row> {
    return this.#prepared<Parameters, Row>(sql, 'arrays');
  }

  #prepared<Parameters extends Values, Row>(sql: string, rows: 'objects' | 'arrays'): Statement<Parameters, Row> {
    let statement = this.#statements[rows].get(sql);
    if (!statement) {
      statement = this.#handle.prepare(sql);
      statement.setReturnArrays(rows === 'arrays');
      // A row may have more than a statement needs.
      statement.setAllowUnknownNamedParameters(true);
      this.#statements[rows].set(sql, statement);
    }
    return statement as StatementSync & Statement<Parameters, Row>;
  }

  /** Runs any number of statements without parameters. */
  execute(sql: string): void {
    this.#handle.exec(sql);
  }

  /** The value of a setting of SQLite's, such as `user_version`. */
  pragma(name: string): unknown {
    return this.arrays<[unknown], []>(`PRAGMA ${name}`).get()?.[0];
  }

  /** All of `work` or none of it; takes the write lock at once, so that what it reads cannot change under it. */
  write<Result>(work: () => Result): Result {
    return this.#transaction('BEGIN IMMEDIATE', work);
  }

  /** Runs `work` on one unchanging view of the data. */
  read<Result>(work: () => Result): Result {
    return this.#transaction('BEGIN', work);
  }

  #transaction<Result>(begin: string, work: () => Result): Result {
    this.statement(begin).run();
    try {
      const result = work();
      this.statement('COMMIT').run();
      return result;
    } catch (error) {
      // SQLite has rolled back by itself after some failures, such as a full disk.
      if (this.#handle.isTransaction) this.statement('ROLLBACK').run();
      throw error;
    }
  }

  /** A function for SQL that always gives the same result for the same arguments. */
  defineFunction(name: string, compute: (...values: Value[]) => Value): void {
    this.#handle.function(name, { deterministic: true }, compute);
  }

  /** A function for SQL over many rows. */
  defineAggregate<Sum extends Value>(
    name: string,
    aggregate: { start: Sum; step: (sum: Sum, value: Value) => Sum; result: (sum: Sum) => Value },
  ): void {
    this.#handle.aggregate<Sum>(name, aggregate);
  }

  /**
   * Empties the write-ahead log, in which what was deleted may still be read. It waits for readers who look at an older
   * state; if they take too long the log is left as it is, to be overwritten in time.
   */
  dropLog(): void {
    this.pragma('wal_checkpoint(TRUNCATE)');
  }

  /** Closing again does nothing. */
  close(): void {
    if (this.#handle.isOpen) this.#handle.close();
  }
}
