import { createHmac } from 'node:crypto';

/** The code that an app shows for a secret in base32, by its own reading of RFC 6238. */
export function shownCode(secret: string, now: number): string {
  let bits = '';
  for (const character of secret)
    bits += 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(character).toString(2).padStart(5, '0');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.from(
    Math.floor(now / 30_000)
      .toString(16)
      .padStart(16, '0'),
    'hex',
  );
  const mac = createHmac('sha1', key).update(counter).digest('hex');
  const offset = 2 * Number.parseInt(mac.slice(-1), 16);
  const number = Number.parseInt(mac.slice(offset, offset + 8), 16) % 2 ** 31;
  return String(number).padStart(6, '0').slice(-6);
}
