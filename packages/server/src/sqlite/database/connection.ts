import type { SQLInputValue, StatementSync } from 'node:sqlite';
import { DatabaseSync } from '../../node-sqlite/node-sqlite.js';
import { assertSafeSqlite } from './sqlite-version.js';

/** How long a statement waits for another process's lock, in ms. */
const LOCK_WAIT_MS = 5000;
/**
 * Page cache of one connection, in KiB. At 10 million rows, the inner pages of the conversion table's index take about
 * 12 MiB; the leaves are left to the operating system's cache.
 */
const PAGE_CACHE_KIB = 16 * 1024;
/** Reports read each page of a day once, so that a larger cache would only fill. */
const REPORT_PAGE_CACHE_KIB = 4 * 1024;
/**
 * Pages of 4 KiB in the write-ahead log at which a commit triggers a checkpoint. SQLite's default of 1000 is reached by
 * 250 events of as many sessions. With eight times as many, pages that change repeatedly are written back once, and a
 * collector handles about 8 % more.
 */
const LOG_PAGES_MAX = 8000;

/** A value for a parameter. Node.js binds every number as REAL; a column of type INTEGER converts it back. */
export type Value = SQLInputValue;
/** Values by parameter name, without the colon. */
export type NamedValues = Readonly<Record<string, Value>>;
export type Values = readonly Value[] | readonly [NamedValues];

/** A prepared statement. Only one iteration of it may run at a time. */
export interface Statement<Parameters extends Values, Row> {
  all(...values: Parameters): Row[];
  get(...values: Parameters): Row | undefined;
  iterate(...values: Parameters): IterableIterator<Row>;
  run(...values: Parameters): { readonly changes: number | bigint; readonly lastInsertRowid: number | bigint };
}

/**
 * An open database file. Statements are prepared once and cached by their SQL. Reading an integer beyond 2^53 throws,
 * because a JavaScript number would change it.
 */
export class Connection {
  readonly #handle: DatabaseSync;
  /** Separate caches for statements that return objects and arrays. */
  readonly #statements = { objects: new Map<string, StatementSync>(), arrays: new Map<string, StatementSync>() };

  private constructor(
    readonly file: string,
    readOnly: boolean,
    pageCacheKib = PAGE_CACHE_KIB,
  ) {
    this.#handle = new DatabaseSync(file, { timeout: LOCK_WAIT_MS, readOnly });
    const [version] = this.arrays<[string], []>('SELECT sqlite_version()').get()!;
    assertSafeSqlite(version);
    this.execute(`PRAGMA cache_size = -${pageCacheKib}; PRAGMA temp_store = MEMORY;`);
  }

  /**
   * Opens a file for reading and writing, and creates it when it is missing. A commit is flushed to disk before it
   * returns (`synchronous = FULL`), so it survives a power failure.
   *
   * @throws {UnusableStore} when the SQLite version of this Node.js may damage files.
   */
  static openWriter(file: string): Connection {
    const connection = new Connection(file, false);
    connection.execute(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = FULL;
      PRAGMA wal_autocheckpoint = ${LOG_PAGES_MAX};
      -- Erasing must also overwrite the bytes.
      PRAGMA secure_delete = ON;
    `);
    return connection;
  }

  /** Opens a new file that is deleted if it does not become complete: nothing in it can be rolled back. */
  static openNew(file: string): Connection {
    const connection = new Connection(file, false);
    connection.execute('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF;');
    return connection;
  }

  /** Opens an existing file for reading only. */
  static openReader(file: string): Connection {
    return new Connection(file, true);
  }

  /** Opens an existing file for reports, which read much of it once. */
  static openReportReader(file: string): Connection {
    return new Connection(file, true, REPORT_PAGE_CACHE_KIB);
  }

  /**
   * Returns each row as an object. `Parameters` names the types of the bound values in order, because SQLite would
   * silently bind NULL for a missing value. The default is no values.
   */
  statement<Row = unknown, Parameters extends Values = []>(sql: string): Statement<Parameters, Row> {
    return this.#prepared<Parameters, Row>(sql, 'objects');
  }

  /** Returns each row as an array in column order, which is faster than an object. */
  arrays<Row = unknown, Parameters extends Values = []>(sql: string): Statement<Parameters, Row> {
    return this.#prepared<Parameters, Row>(sql, 'arrays');
  }

  #prepared<Parameters extends Values, Row>(sql: string, rows: 'objects' | 'arrays'): Statement<Parameters, Row> {
    let statement = this.#statements[rows].get(sql);
    if (!statement) {
      statement = this.#handle.prepare(sql);
      statement.setReturnArrays(rows === 'arrays');
      // Row objects may have more fields than a statement uses.
      statement.setAllowUnknownNamedParameters(true);
      this.#statements[rows].set(sql, statement);
    }
    return statement as StatementSync & Statement<Parameters, Row>;
  }

  /** Runs one or more statements without parameters. */
  execute(sql: string): void {
    this.#handle.exec(sql);
  }

  /** Reads a PRAGMA of SQLite, such as `user_version`. */
  pragma(name: string): unknown {
    return this.arrays<[unknown], []>(`PRAGMA ${name}`).get()?.[0];
  }

  /**
   * Runs `work` in a transaction. Takes the write lock at once, so the data that `work` reads cannot change meanwhile.
   */
  write<Result>(work: () => Result): Result {
    return this.#transaction('BEGIN IMMEDIATE', work);
  }

  /** Runs `work` on one snapshot of the data. */
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
      // After some failures, such as a full disk, SQLite has already rolled back.
      if (this.#handle.isTransaction) this.statement('ROLLBACK').run();
      throw error;
    }
  }

  /** Defines a deterministic SQL function. */
  defineFunction(name: string, compute: (...values: Value[]) => Value): void {
    this.#handle.function(name, { deterministic: true }, compute);
  }

  /** Defines an aggregate SQL function. */
  defineAggregate<Sum extends Value>(
    name: string,
    aggregate: { start: Sum; step: (sum: Sum, value: Value) => Sum; result: (sum: Sum) => Value },
  ): void {
    this.#handle.aggregate<Sum>(name, aggregate);
  }

  /**
   * Truncates the write-ahead log, which may still contain deleted data. Waits for readers of older snapshots; if they
   * take too long, the log is kept and overwritten later.
   */
  dropLog(): void {
    this.pragma('wal_checkpoint(TRUNCATE)');
  }

  /** Closes the file. Closing again has no effect. */
  close(): void {
    if (this.#handle.isOpen) this.#handle.close();
  }
}
