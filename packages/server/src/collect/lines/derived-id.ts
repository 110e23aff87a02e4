import { hash } from 'node:crypto';
import type { EventId } from '../../model/ids.js';
import { DatabaseSync } from '../../node-sqlite/node-sqlite.js';

/** Memory for counting, in KiB; what does not fit goes to a temporary file that is gone when it is closed. */
const CACHE_KIB = 4096;

/** 72 bits. Should two contents of one millisecond share them, the later one counts as a repeat; the ids still differ. */
const DIGEST_CHARACTERS = 12;

/**
 * Gives events without an id one that is the same whenever the same source is read again, and another one to each of
 * several identical lines: the SHA-256 of the content in URL-safe base64, from the second identical line on with "-1",
 * "-2" and so on. Memory is constant however long the source.
 */
export class DerivedIds {
  /** Opened when first needed: most sources bring their ids. */
  #occurrences: Occurrences | null = null;

  /**
   * `at` is the event's time in ms, so the same for identical lines.
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
      // Nothing but its surroundings can make this table fail.
      throw new NoTemporaryFile((error as Error).message, { cause: error });
    }
  }
}

/** The temporary file in which lines are counted cannot be written; the message is the system's. */
export class NoTemporaryFile extends Error {
  override readonly name = 'NoTemporaryFile';
}

interface Occurrences {
  /** Counts one more, and tells how many there were before. */
  count(at: number, digest: string): number;
  close(): void;
}

/** Ordered by time first: sources mostly are, so that inserts stay within the pages in memory. One transaction for all. */
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
