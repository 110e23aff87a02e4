import { signal } from '@preact/signals';
import { language } from '../state/preferences.js';
import type { Key, Texts } from './en.js';

export type { Key } from './en.js';

const LANGUAGES = {
  en: (): Promise<Texts> => import('./en.js').then(({ en }) => en),
  nl: () => import('./nl.js').then(({ nl }) => nl),
  de: () => import('./de.js').then(({ de }) => de),
};
type Language = keyof typeof LANGUAGES;

const texts = signal<Texts | null>(null);

/** The language of the texts. */
export const spoken = signal<Language>('en');

/** Loads the texts of the chosen language; nothing can be drawn before. */
export async function loadTexts(): Promise<void> {
  const chosen = language.value === 'system' ? preferred() : language.value;
  texts.value = await LANGUAGES[chosen]();
  spoken.value = chosen;
  document.documentElement.lang = chosen;
}

function preferred(): Language {
  const known = navigator.languages.map((one) => one.split('-')[0]!).find((one) => one in LANGUAGES);
  return (known as Language | undefined) ?? 'en';
}

/** The sentence of a key in the language of the reader, filled in. `{n}` decides between one and many. */
export function t(key: Key, values: Readonly<Record<string, string | number>> = {}): string {
  const [one, other] = texts.value![key].split('|');
  const isOne = other === undefined || new Intl.PluralRules(spoken.value).select(Number(values.n)) === 'one';
  return (isOne ? one! : other).replace(/\{(\w+)\}/g, (whole, name) => {
    const value = values[name];
    return value === undefined
      ? whole
      : typeof value === 'number'
        ? new Intl.NumberFormat(locale()).format(value)
        : value;
  });
}

/** The locale of numbers and dates: the browser's, unless the reader has chosen another language than its. */
export function locale(): string {
  const own = navigator.language;
  return language.value === 'system' || own.split('-')[0] === language.value ? own : language.value;
}
