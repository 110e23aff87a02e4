import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

// Time-based one-time passwords (RFC 6238), with the parameters that every app takes: SHA-1, six digits, 30 seconds.

const STEP_MS = 30_000;
/** Steps by which the clock of a phone may be wrong, in either direction. */
const DRIFT = 1;
/** RFC 4226, 4 (R6): 160 bits are recommended. */
const SECRET_BYTES = 20;
const ISSUER = 'Goalpost';

export const TOTP_CODE = /^\d{6}$/;

export function newTotpSecret(): Buffer {
  return randomBytes(SECRET_BYTES);
}

/** The code of a time step (RFC 4226, 5.3). */
function codeOf(secret: Buffer, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const number = mac.readUInt32BE(mac.at(-1)! & 0xf) & 0x7fff_ffff;
  return String(number % 1_000_000).padStart(6, '0');
}

/**
 * The time step of a code of six digits; null when it is wrong, or not later than `lastStep`. `now`: milliseconds since 1970.
 */
export function stepOf(secret: Buffer, code: string, now: number, lastStep: number): number | null {
  const current = Math.floor(now / STEP_MS);
  const steps = Array.from({ length: 2 * DRIFT + 1 }, (_, index) => current - DRIFT + index);
  const isRight = (step: number) => timingSafeEqual(Buffer.from(codeOf(secret, step)), Buffer.from(code));
  return steps.find((step) => step > lastStep && isRight(step)) ?? null;
}

/** What an app reads from a QR code: https://github.com/google/google-authenticator/wiki/Key-Uri-Format */
export function uriOf(secret: Buffer, email: string): string {
  return `otpauth://totp/${ISSUER}:${encodeURIComponent(email)}?secret=${base32(secret)}&issuer=${ISSUER}`;
}

/** For typing (RFC 4648, 6); 20 bytes need no padding. */
export function base32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{5}/g) ?? [])
    .map((five) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[Number.parseInt(five, 2)])
    .join('');
}
