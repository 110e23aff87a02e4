import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

const script = readFileSync(new URL('../dist/t.js', import.meta.url));

test('the tracker has at most 2,000 bytes gzipped', () => {
  expect(gzipSync(script, { level: 9 }).length).toBeLessThanOrEqual(2000);
});

test('it sets no cookie and needs no relaxed Content-Security-Policy', () => {
  expect(script.toString()).not.toMatch(/cookie|sessionStorage|indexedDB|eval|Function\(|innerHTML|\.style/);
});
