import { effect, type Signal, signal } from '@preact/signals';

// What a browser remembers of its user. All else is in the address.

/** A text that outlives the page. `options`: the first is the default. */
function remembered<const Option extends string>(
  name: string,
  options: readonly [Option, ...Option[]],
): Signal<Option> {
  const key = `goalpost-${name}`;
  const stored = read(key) as Option | null;
  const value = signal<Option>(stored !== null && options.includes(stored) ? stored : options[0]);
  effect(() => write(key, value.value));
  return value;
}

// A browser may refuse to store anything.
function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // It is remembered until the page is left.
  }
}

export const THEMES = ['system', 'light', 'dark'] as const;
export const theme = remembered('theme', THEMES);
effect(() => {
  document.documentElement.dataset.theme = theme.value;
});

/** Whether keys without a modifier do something (WCAG 2.1.4). */
export const keysAre = remembered('keys', ['on', 'off']);

/** The language of the texts; `system`: the first language of the browser that there is. */
export const language = remembered('language', ['system', 'en', 'nl', 'de']);
