import { hash } from 'node:crypto';
import type { EventId } from '../../model/ids.js';
import { DatabaseSync } from '../../node-sqlite/node-sqlite.js';

/** Memory for counting, in KiB. The rest goes to a temporary file, which is deleted when closed. */
const CACHE_KIB = 4096;

/** 72 bits. If two contents of one millisecond collide, the later one counts as a repeat; their ids still differ. */
const DIGEST_CHARACTERS = 12;

/**
 * Derives ids for events that have none. The same source always yields the same ids, and identical lines get different
 * ones. The id is the SHA-256 of the content in URL-safe base64, with "-1", "-2" and so on from the second identical
 * line on. Memory is constant, however long the source.
 */
export class DerivedIds {
  /** Opened on demand, because most sources have ids. */
  #occurrences: Occurrences | null = null;

  /**
   * `at` is the event's time in ms, which is the same for identical lines.
   *
   * @throws {NoTemporaryFile}
   */
  next(content: string, at: number): EventId {
    const digest = hash('sha256', content, 'base64url');
    const before = this.#countBefore(at, digest.slice(0, DIGEST_CHARACTERS));
    return (before === 0 ? digest : `${digest}-${before}`) as EventId;
  }

  close(): void {
    this.#occurrences?.close();
    this.#occurrences = null;
  }

  #countBefore(at: number, digest: string): number {
    try {
      this.#occurrences ??= openOccurrences();
      return this.#occurrences.count(at, digest);
    } catch (error) {
      // Only a failure of the environment can make this table fail.
      throw new NoTemporaryFile((error as Error).message, { cause: error });
    }
  }
}

/** The temporary file for counting lines cannot be written. The message is the system's. */
export class NoTemporaryFile extends Error {
  override readonly name = 'NoTemporaryFile';
}

interface Occurrences {
  /** Counts one more line, and returns the number of earlier ones. */
  count(at: number, digest: string): number;
  close(): void;
}

/**
 * The key starts with the time: sources are mostly ordered by time, so inserts stay within cached pages. Everything is
 * one transaction.
 */
function openOccurrences(): Occurrences {
  const database = new DatabaseSync('');
  database.exec(`
    PRAGMA journal_mode = OFF;
    PRAGMA cache_size = -${CACHE_KIB};
    CREATE TABLE line (at INTEGER, digest TEXT, repeats INTEGER NOT NULL, PRIMARY KEY (at, digest)) WITHOUT ROWID;
    BEGIN;
  `);
  const first = database.prepare('INSERT OR IGNORE INTO line VALUES (?, ?, 0)');
  const repeat = database.prepare(
    'UPDATE line SET repeats = repeats + 1 WHERE at = ? AND digest = ? RETURNING repeats',
  );
  return {
    count: (at, digest) => (first.run(at, digest).changes === 1 ? 0 : (repeat.get(at, digest)!.repeats as number)),
    close: () => database.close(),
  };
}
