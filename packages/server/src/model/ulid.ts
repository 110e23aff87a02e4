import { randomFillSync } from 'node:crypto';
import { incrementBase32, ulid } from 'ulid';

/**
 * A buffer of random bytes. Without it, the library fetches randomness for each of 16 characters: 40 us per id instead
 * of 1.
 */
const pool = new Uint8Array(4096);
let used = pool.length;

function random(): number {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  return pool[used++]! / 256;
}

/**
 * Makes a new ULID (https://github.com/ulid/spec) for a time in ms since 1970. Its 80 random bits are secure enough for
 * secrets.
 */
export function newUlid(at: number = Date.now()): string {
  return ulid(at, random);
}

const TIME_LENGTH = 10;
let last = '';

/**
 * A ULID for something of which people see a list: within one millisecond, those that a process makes are in order. Not for secrets,
 * because one tells the next.
 */
export function nextUlid(at?: number): string {
  const id = newUlid(at);
  last = id.slice(0, TIME_LENGTH) === last.slice(0, TIME_LENGTH) ? incrementBase32(last) : id;
  return last;
}

const ULID = /^[0-9A-HJKMNP-TV-Z]{26}$/;

export function isUlid(text: string): boolean {
  return ULID.test(text);
}
