/**
 * The formats of an amount and its currency (ISO 4217), as sources of regular expressions. Amounts are kept as sent.
 */
export const MONEY_PATTERNS = {
  value: '^-?[0-9]{1,12}(?:\\.[0-9]{1,6})?$',
  currency: '^[A-Z]{3}$',
} as const;
