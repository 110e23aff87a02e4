import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { refuse } from '../http/errors.js';
import { type Fault, fault } from '../validation/faults.js';
import { isCommon } from './common-passwords.js';

/** Without rules about kinds of characters, which make passwords no harder to guess (NIST SP 800-63B). */
export const PASSWORD_CHARACTERS_MIN = 12;
export const PASSWORD_CHARACTERS_MAX = 256;

/** Passwords that may wait for their hash; it takes half a second. */
export const PASSWORDS_WAITING_MAX = 10;

/** https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html#scrypt */
const COST = { N: 2 ** 17, r: 8, p: 1 } as const;
/** One hash takes `128 * N * r` bytes: 128 MiB. */
const MEMORY_MAX = 2 * 128 * COST.N * COST.r;
const HASH_BYTES = 32;
const FORMAT = /^scrypt\$(\d+)\$(\d+)\$(\d+)\$([\w-]{22})\$([\w-]{43})$/;

const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt);

/** Characters that a password must have beside the words that its guessers try first. */
const OTHER_CHARACTERS_MIN = 8;
/** Shorter parts of an address are in too many passwords by chance. */
const WORD_CHARACTERS_MIN = 3;
const PRODUCT = 'goalpost';

/** The faults of a password that is to be set. `email`: of the account, if it is one's. */
export function passwordFaults(field: string, password: string, email: string | null): Fault[] {
  const isLengthRight = password.length >= PASSWORD_CHARACTERS_MIN && password.length <= PASSWORD_CHARACTERS_MAX;
  if (!isLengthRight) {
    return [fault(field, 'password_length', { field, min: PASSWORD_CHARACTERS_MIN, max: PASSWORD_CHARACTERS_MAX })];
  }
  if (isCommon(password)) return [fault(field, 'password_common', { field })];
  const others = withoutWords(password.toLowerCase(), email?.toLowerCase() ?? '');
  if (others.length === password.length || others.length >= OTHER_CHARACTERS_MIN) return [];
  return [fault(field, 'password_words', { field, count: OTHER_CHARACTERS_MIN })];
}

/** Without the address, its parts, and the name of the product. */
function withoutWords(password: string, email: string): string {
  const words = [email, ...email.split(/[@.+_-]/), PRODUCT].filter(({ length }) => length >= WORD_CHARACTERS_MIN);
  return words.reduce((rest, word) => rest.replaceAll(word, ''), password);
}

/** A password that waits for its hash. */
interface Waiting {
  readonly isKnown: boolean;
  readonly begin: () => void;
  readonly refuse: (error: Error) => void;
}

/**
 * Hashes passwords one at a time, so that they take the memory of one hash, however many people sign in. People who have proven something
 * before go first, and take the places of strangers, who could otherwise keep everybody out by guessing.
 */
export class Passwords {
  #isBusy = false;
  /** In the order of their turns: known people first. */
  readonly #waiting: Waiting[] = [];

  /**
   * For storing: the cost, a salt and the hash. Only people who have proven something set a password. Throws a 429 when too many of
   * them wait.
   */
  async hash(password: string): Promise<string> {
    const salt = randomBytes(16);
    const hash = await this.#inTurn(true, () => derive(password, salt, HASH_BYTES, { ...COST, maxmem: MEMORY_MAX }));
    const { N, r, p } = COST;
    return `scrypt$${N}$${r}$${p}$${salt.toString('base64url')}$${hash.toString('base64url')}`;
  }

  /**
   * Whether a password has this hash. `stored` is null for an account that is not there, or that has none: it takes the same
   * time. `isKnown`: whether whoever tries it has proven something. Throws a 429 when too many wait.
   */
  async isRight(password: string, stored: string | null, isKnown: boolean): Promise<boolean> {
    const [, N, r, p, salt, hash] = FORMAT.exec(stored ?? NOBODYS)!;
    const cost = { N: Number(N), r: Number(r), p: Number(p), maxmem: MEMORY_MAX };
    const found = await this.#inTurn(isKnown, () =>
      derive(password, Buffer.from(salt!, 'base64url'), HASH_BYTES, cost),
    );
    return timingSafeEqual(found, Buffer.from(hash!, 'base64url')) && stored !== null;
  }

  /** Throws a 429 when too many wait. Call it before a try is counted, so that whoever is turned away can try again. */
  requireRoom(isKnown: boolean): void {
    if (!this.#isBusy || this.#waiting.length < PASSWORDS_WAITING_MAX) return;
    if (!isKnown || this.#waiting.at(-1)!.isKnown) throw refuse.passwordsWaiting();
  }

  async #inTurn(isKnown: boolean, work: () => Promise<Buffer>): Promise<Buffer> {
    await this.#turn(isKnown);
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next.begin();
      else this.#isBusy = false;
    }
  }

  async #turn(isKnown: boolean): Promise<void> {
    this.requireRoom(isKnown);
    if (!this.#isBusy) {
      this.#isBusy = true;
      return;
    }
    if (this.#waiting.length === PASSWORDS_WAITING_MAX) this.#waiting.pop()!.refuse(refuse.passwordsWaiting());
    await new Promise<void>((begin, refuse) => {
      const place = isKnown ? this.#waiting.filter((one) => one.isKnown).length : this.#waiting.length;
      this.#waiting.splice(place, 0, { isKnown, begin, refuse });
    });
  }
}

/** No password is known to have it. */
const NOBODYS = `scrypt$${COST.N}$${COST.r}$${COST.p}$${'A'.repeat(22)}$${'A'.repeat(43)}`;
