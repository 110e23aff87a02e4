import { computed, type ReadonlySignal, signal } from '@preact/signals';

// Where somebody is: the whole state of the page, in the query of its address, so that every view can be linked and returned to.

const query = signal(new URLSearchParams(location.search));
addEventListener('popstate', () => {
  query.value = new URLSearchParams(location.search);
});

/** Null or an empty list removes a parameter. */
export type Changes = Readonly<Record<string, string | readonly string[] | null>>;

/** The value of a parameter; null without it. */
export function parameter(name: string): ReadonlySignal<string | null> {
  return computed(() => query.value.get(name));
}

/** All parameters with these names, in the order of the address. */
export function parameters(
  names: readonly string[],
): ReadonlySignal<readonly (readonly [name: string, value: string])[]> {
  return computed(() => [...query.value].filter(([name]) => names.includes(name)));
}

/** The address of this place with changes, for a link. */
export function addressWith(changes: Changes): string {
  const next = new URLSearchParams(query.value);
  for (const [name, value] of Object.entries(changes)) {
    next.delete(name);
    for (const one of value === null ? [] : [value].flat()) next.append(name, one);
  }
  const text = next.toString();
  return text === '' ? location.pathname : `?${text}`;
}

/** Goes there. `replace`: the way back does not lead to where somebody is now. */
export function go(changes: Changes, { replace = false } = {}): void {
  const address = addressWith(changes);
  if (replace) history.replaceState(null, '', address);
  else history.pushState(null, '', address);
  query.value = new URLSearchParams(location.search);
}

/** The query of the address without some of its parameters. */
export function placeWithout(names: readonly string[]): string {
  return new URLSearchParams([...query.value].filter(([name]) => !names.includes(name))).toString();
}

/** Goes to the place that a query names. Parameters that are `kept` stay as they are. */
export function goTo(place: string, kept: readonly string[]): void {
  const own = [...query.value].filter(([name]) => kept.includes(name));
  const given = [...new URLSearchParams(place)].filter(([name]) => !kept.includes(name));
  history.pushState(null, '', `${location.pathname}?${new URLSearchParams([...own, ...given])}`);
  query.value = new URLSearchParams(location.search);
}

/** Follows a link within the console without loading it again; new tabs and windows stay the browser's. */
export function follow(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
    return;
  const { href } = event.currentTarget as HTMLAnchorElement;
  event.preventDefault();
  history.pushState(null, '', href);
  query.value = new URLSearchParams(location.search);
}

/** The page: the name of one in pages/pages.ts. */
export const view = computed(() => query.value.get('view') ?? 'overview');

/** The secret of the one-time link that was opened. It is in the fragment, which browsers do not send. */
export const link = signal(linkIn(location.hash));
addEventListener('hashchange', () => {
  link.value = linkIn(location.hash);
});

function linkIn(fragment: string): string | null {
  return /^#\/link\/(.+)/.exec(fragment)?.[1] ?? null;
}

/** Leaves the page of a link, and takes its secret out of the address. */
export function closeLink(): void {
  history.replaceState(null, '', location.pathname + location.search);
  link.value = null;
}
