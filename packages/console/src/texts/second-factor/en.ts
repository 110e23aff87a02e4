/** English, for the second factor of signing in. */
export const en = {
  'code.label': 'Code',
  'code.hint': 'The six digits that your app shows, or a recovery code.',
} as const;
