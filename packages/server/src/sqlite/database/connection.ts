import Database, { type Database as Handle, type Statement, type Transaction } from 'better-sqlite3';

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

/** One open database file. Statements are prepared once each and found again by their text. */
export class Connection {
  readonly #statements = new Map<string, Statement<unknown[], unknown>>();
  /** Made once: making one takes longer than a short read. */
  readonly #transaction: Transaction<(work: () => unknown) => unknown>;

  private constructor(readonly handle: Handle) {
    this.#transaction = handle.transaction((work) => work());
  }

  /**
   * Opens for reading and writing, and makes the file when it is missing. A commit is flushed to the disk before it is
   * answered (`synchronous = FULL`), so it survives a power cut.
   */
  static openWriter(file: string): Connection {
    const handle = new Database(file, { timeout: LOCK_WAIT_MS });
    handle.pragma('journal_mode = WAL');
    handle.pragma('synchronous = FULL');
    handle.pragma(`wal_autocheckpoint = ${LOG_PAGES_MAX}`);
    // Who asks for something to be erased means the bytes too.
    handle.pragma('secure_delete = ON');
    return new Connection(tuned(handle));
  }

  /** Opens an existing file for reading only. */
  static openReader(file: string): Connection {
    return new Connection(tuned(new Database(file, { timeout: LOCK_WAIT_MS, readonly: true })));
  }

  statement<Parameters extends unknown[] = unknown[], Row = unknown>(sql: string): Statement<Parameters, Row> {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.handle.prepare<unknown[], unknown>(sql);
      this.#statements.set(sql, statement);
    }
    return statement as Statement<Parameters, Row>;
  }

  /** All of `work` or none of it; takes the write lock at once, so that what it reads cannot change under it. */
  write<Result>(work: () => Result): Result {
    return this.#transaction.immediate(work) as Result;
  }

  /** Runs `work` on one unchanging view of the data. */
  read<Result>(work: () => Result): Result {
    return this.#transaction.deferred(work) as Result;
  }

  /**
   * Empties the write-ahead log, in which what was deleted may still be read. It waits for readers who look at an older
   * state; if they take too long the log is left as it is, to be overwritten in time.
   */
  dropLog(): void {
    this.handle.pragma('wal_checkpoint(TRUNCATE)');
  }

  close(): void {
    this.handle.close();
  }
}

function tuned(handle: Handle): Handle {
  handle.pragma(`cache_size = -${PAGE_CACHE_KIB}`);
  handle.pragma('temp_store = MEMORY');
  return handle;
}
