import { randomBytes } from 'node:crypto';
import { hashSecret } from '../../access/secret.js';

export const RECOVERY_CODES = 10;
/** With 120 random bits, a fast hash is enough to store them (OWASP ASVS 5.0, 6.5.2). */
const CHARACTERS = 24;
/** 32 characters that nobody mistakes for one another, as in ULIDs. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** Codes for when the app is lost, and the hashes to store. */
export function newRecoveryCodes(): { codes: string[]; hashes: string[] } {
  const codes = Array.from({ length: RECOVERY_CODES }, newCode);
  return { codes, hashes: codes.map(hashRecoveryCode) };
}

function newCode(): string {
  const characters = Array.from(randomBytes(CHARACTERS), (byte) => ALPHABET[byte % ALPHABET.length]).join('');
  return characters.match(/.{6}/g)!.join('-');
}

/** The same however the code is written: in capitals, with other spaces, with the letter O for zero. */
export function hashRecoveryCode(code: string): string {
  const characters = code.replace(/[\s-]/g, '').toLowerCase();
  return hashSecret(characters.replaceAll('o', '0').replace(/[il]/g, '1'));
}
