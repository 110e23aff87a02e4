import { readFileSync, writeFileSync } from 'node:fs';
import type { FastifyBaseLogger } from 'fastify';
import { newSecretKeyText, SecretKey } from '../../access/secret-key.js';
import { countUnreadable } from '../../accounts/second-factor/second-factors.js';
import { ENGINES } from '../../engines.js';
import { optional } from '../../settings/kinds.js';
import type { Setting } from '../../settings/setting.js';
import type { Store } from '../../store/store.js';
import { systemReason } from '../../validation/system-reason.js';
import { UsageError } from '../settings.js';
import type { StoreValues } from '../store-settings.js';

const EXPECTED = '32 random bytes in base64, which this makes: openssl rand -base64 32';

/** The key that seals second factors. */
export const secretKey: Setting<SecretKey | null> = optional({
  flag: 'secret-key',
  value: 'key',
  about: 'key that seals second factors: 32 random bytes in base64, the same for all servers of an installation',
  required: true,
  holdsSecret: () => true,
  read: (given = '') => {
    const key = SecretKey.from(given);
    return key ? { ok: true, value: key } : { ok: false, expected: EXPECTED };
  },
});

/**
 * The key that was given, or the one that the store keeps beside its files; null when there is neither. The store is open.
 *
 * @throws {UsageError} when the file of the store cannot be used.
 */
export function openSecretKey(values: StoreValues & { readonly secretKey: SecretKey | null }): SecretKey | null {
  const file = ENGINES[values.store].secretKeyFile(values);
  return values.secretKey ?? (file === null ? null : keptSecretKey(file));
}

/** A lost key is noticed at the start, and not only by the people whom it keeps out. */
export async function warnOfOtherKey(store: Store, key: SecretKey | null, log: FastifyBaseLogger): Promise<void> {
  const accounts = await countUnreadable(store, key);
  if (accounts === 0) return;
  log.warn(
    { accounts },
    'the secret key is not the one of these second factors; start with that key (--secret-key-file), or remove them: goalpost account update --remove-second-factor',
  );
}

/**
 * The key in a file, which is created when it is missing.
 *
 * @throws {UsageError} when the file cannot be used.
 */
function keptSecretKey(file: string): SecretKey {
  let text: string;
  try {
    text = textIn(file);
  } catch (error) {
    throw new UsageError([`the secret key in ${file} cannot be read or created: ${systemReason(error)}`]);
  }
  const key = SecretKey.from(text.trim());
  if (!key)
    throw new UsageError([`${file} must hold ${EXPECTED}; while nobody has a second factor, it can be deleted`]);
  return key;
}

function textIn(file: string): string {
  try {
    writeFileSync(file, `${newSecretKeyText()}\n`, { flag: 'wx', mode: 0o600, flush: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFileSync(file, 'utf8');
}
