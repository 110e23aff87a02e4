/** Decimals that an amount can have. */
const DECIMALS = 6;

/**
 * An amount as the format has it. Pages calculate with binary numbers (`1.1 * 3` is 3.3000000000000003): such an amount is
 * rounded to 6 decimals, half away from zero. Returns anything else unchanged.
 */
export function amount(value: unknown): unknown {
  if (typeof value !== 'string' && typeof value !== 'number') return value;
  const [, sign, whole, fraction] = /^\s*(-?)(\d{1,12})(?:\.(\d+))?\s*$/.exec(plain(value)) ?? [];
  if (whole === undefined) return value;
  if (fraction === undefined || fraction.length <= DECIMALS) return sign + whole + (fraction ? `.${fraction}` : '');
  const digits = String(BigInt(whole + fraction.slice(0, DECIMALS)) + (fraction[DECIMALS]! >= '5' ? 1n : 0n));
  const padded = digits.padStart(DECIMALS + 1, '0');
  const rounded = `${padded.slice(0, -DECIMALS)}.${padded.slice(-DECIMALS)}`.replace(/\.?0+$/, '');
  return rounded === '0' ? rounded : sign + rounded;
}

/** Trimmed and in capital letters. */
export function currencyCode(text: string): string {
  return text.trim().toUpperCase();
}

/** JavaScript writes very small and very large numbers with an exponent. */
function plain(value: string | number): string {
  const text = String(value);
  return /^-?\d+(?:\.\d+)?e[-+]?\d+$/i.test(text) ? Number(text).toFixed(DECIMALS + 1) : text;
}
