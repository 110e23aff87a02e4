import type { en } from './en.js';

export const nl: Readonly<Record<keyof typeof en, string>> = {
  'code.label': 'Code',
  'code.hint': 'De zes cijfers die uw app toont, of een herstelcode.',
};
