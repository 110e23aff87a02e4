import type { SecondFactor } from '../../model/accounts/second-factor.js';
import { hashRecoveryCode } from './recovery-codes.js';
import { stepOf, TOTP_CODE } from './totp.js';

/**
 * Wrong codes that strangers can give with the right password before only recovery codes let them in (NIST SP 800-63B, 3.2.2):
 * one in a million is right, so that they have a chance of one in 3,000.
 */
export const WRONG_CODES_MAX = 100;

export type Outcome = 'right' | 'wrong' | 'unreadable' | 'exhausted';

/** Who tries a code, and what it takes to check it. */
export interface Attempt {
  readonly code: string;
  /** Opens the secret of the app; null when it was sealed with another key. */
  readonly open: (sealed: string) => Buffer | null;
  /** Whether the account was signed in in this browser before. */
  readonly isKnown: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Tries a code, and returns the factor as it is afterwards: each code works once. */
export function tried(factor: SecondFactor, attempt: Attempt): { outcome: Outcome; factor: SecondFactor } {
  const { code, open, isKnown, now } = attempt;
  const digits = code.replace(/\s/g, '');
  if (!TOTP_CODE.test(digits)) {
    const used = hashRecoveryCode(code);
    const recoveryHashes = factor.recoveryHashes.filter((hash) => hash !== used);
    const isRight = recoveryHashes.length < factor.recoveryHashes.length;
    return isRight
      ? { outcome: 'right', factor: { ...factor, recoveryHashes, wrongCodes: 0 } }
      : { outcome: 'wrong', factor };
  }
  if (!isKnown && factor.wrongCodes >= WRONG_CODES_MAX) return { outcome: 'exhausted', factor };
  const secret = open(factor.sealed);
  if (!secret) return { outcome: 'unreadable', factor };
  const lastStep = stepOf(secret, digits, now, factor.lastStep);
  if (lastStep !== null) return { outcome: 'right', factor: { ...factor, lastStep, wrongCodes: 0 } };
  return { outcome: 'wrong', factor: isKnown ? factor : { ...factor, wrongCodes: factor.wrongCodes + 1 } };
}
