import type { en } from './en.js';

export const de: Readonly<Record<keyof typeof en, string>> = {
  'code.label': 'Code',
  'code.hint': 'Die sechs Ziffern, die Ihre App zeigt, oder ein Wiederherstellungscode.',
};
