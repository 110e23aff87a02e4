import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const KEY_BYTES = 32;
/** Recommended for GCM (NIST SP 800-38D, 8.2); random ones suffice for billions of texts. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const TEXT = /^[A-Za-z0-9+/]{43}=$/;

/** A new key as text: 32 random bytes in base64, as `openssl rand -base64 32` prints them. */
export function newSecretKeyText(): string {
  return randomBytes(KEY_BYTES).toString('base64');
}

/** Encrypts what the store must keep but nobody who has only the store may read. */
export class SecretKey {
  readonly #key: Buffer;

  private constructor(key: Buffer) {
    this.#key = key;
  }

  /** Null when the text is not that of a key. */
  static from(text: string): SecretKey | null {
    return TEXT.test(text) ? new SecretKey(Buffer.from(text, 'base64')) : null;
  }

  /** `context` says whose secret it is, so that it cannot be moved to somebody else's record. */
  seal(secret: Buffer, context: string): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(ALGORITHM, this.#key, nonce).setAAD(Buffer.from(context));
    const sealed = Buffer.concat([cipher.update(secret), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
  }

  /** Null when it was sealed with another key or for another context, or was changed. */
  open(sealed: string, context: string): Buffer | null {
    const bytes = Buffer.from(sealed, 'base64url');
    const decipher = createDecipheriv(ALGORITHM, this.#key, bytes.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    })
      .setAAD(Buffer.from(context))
      .setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    const secret = decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES));
    try {
      return Buffer.concat([secret, decipher.final()]);
    } catch {
      return null;
    }
  }
}
