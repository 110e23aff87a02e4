import { changesToPage, PAGES, pages } from '../pages/pages.js';
import { clearFilters, isFiltered } from '../state/filters.js';
import { opened } from '../state/opened.js';
import { choosePreset, compareWith, comparison, move, type Preset } from '../state/period.js';
import { go } from '../state/place.js';
import { keysAre } from '../state/preferences.js';
import { mayWrite, project } from '../state/project.js';
import type { Key as TextKey } from '../texts/texts.js';

export interface Shortcut {
  /** As in `KeyboardEvent.key`, lower case. */
  readonly key: string;
  readonly text: TextKey;
  /** Whether it does something for whoever looks. */
  isAllowed?(): boolean;
  run(): void;
}

const preset = (key: string, name: Preset): Shortcut => ({
  key,
  text: `period.${name}`,
  run: () => choosePreset(name),
});

/** Every key that does something: menus, the sheet of keys and the keyboard read this list. */
export const SHORTCUTS: readonly (readonly [group: TextKey, shortcuts: readonly Shortcut[]])[] = [
  [
    'keys.periods',
    [
      preset('d', 'today'),
      preset('e', 'yesterday'),
      preset('w', '7d'),
      preset('t', '28d'),
      preset('q', '90d'),
      preset('m', 'month'),
      preset('p', 'last-month'),
      preset('y', 'year'),
      preset('l', '12mo'),
      { key: 'arrowleft', text: 'period.before', run: () => move(-1) },
      { key: 'arrowright', text: 'period.after', run: () => move(1) },
      {
        key: 'x',
        text: 'keys.compare',
        run: () => compareWith(comparison.value === 'none' ? 'previous_period' : 'none'),
      },
    ],
  ],
  [
    'keys.pages',
    PAGES.map(({ name, key }) => ({
      key,
      text: `page.${name}`,
      isAllowed: () => pages.value.length > 1,
      run: () => go(changesToPage(name)),
    })),
  ],
  [
    'keys.rest',
    [
      { key: 'f', text: 'filter.add', run: () => open('filter') },
      { key: 'n', text: 'note.add', isAllowed: () => mayWrite.value, run: () => open('note') },
      { key: '/', text: 'keys.search', run: search },
      { key: 'escape', text: 'filter.clear', run: () => isFiltered.value && clearFilters() },
      { key: '?', text: 'keys.show', run: () => open('keys') },
    ],
  ],
];

function open(dialog: 'filter' | 'note' | 'keys'): void {
  opened.value = dialog;
}

function search(): void {
  const field = document.querySelector<HTMLInputElement>('main input[type=search]');
  if (field) field.focus();
  else open('filter');
}

const BY_KEY = new Map(SHORTCUTS.flatMap(([, shortcuts]) => shortcuts).map((one) => [one.key, one]));

/** Listens for keys, except where somebody types, chooses or has a dialog or menu open. */
export function listenForKeys(): void {
  addEventListener('keydown', (event) => {
    if (!project.value || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const isNamed = event.key.length > 1;
    if (keysAre.value === 'off' && !isNamed) return;
    const target = event.target as Element;
    if (target.closest('input, select, textarea, [contenteditable], dialog, [popover], [data-keys]')) return;
    const found = BY_KEY.get(event.key.toLowerCase());
    if (!found || found.isAllowed?.() === false) return;
    event.preventDefault();
    found.run();
  });
}

/** How a key is written on a keyboard. */
export function keyName(key: string): string {
  return { arrowleft: '←', arrowright: '→', escape: 'Esc' }[key] ?? key.toUpperCase();
}
