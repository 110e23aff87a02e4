import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/**
 * `npm run build` writes the fingerprints of the most common passwords, sorted. One password in 50 million has the
 * fingerprint of another one by chance.
 */
const FILE = '#goalpost/common-passwords.bin';
const BYTES = 5;

let fingerprints: Buffer | null = null;

/** The same in capitals and in small letters. */
export function fingerprintOf(password: string): Buffer {
  return hash('sha256', password.toLowerCase(), 'buffer').subarray(0, BYTES);
}

/** Whether it is one of the most common passwords of the length that is allowed. */
export function isCommon(password: string): boolean {
  fingerprints ??= readFileSync(new URL(import.meta.resolve(FILE)));
  const wanted = fingerprintOf(password);
  let [first, end] = [0, fingerprints.length / BYTES];
  while (first < end) {
    const middle = (first + end) >> 1;
    const order = wanted.compare(fingerprints, middle * BYTES, (middle + 1) * BYTES);
    if (order === 0) return true;
    if (order < 0) end = middle;
    else first = middle + 1;
  }
  return false;
}
