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

/** The text of a query as an address. A share link stays in it, so that it can be kept and reloaded. */
function addressOf(query: URLSearchParams): string {
  const text = query.toString();
  return `${text === '' ? location.pathname : `?${text}`}${share.value === null ? '' : location.hash}`;
}

/** The address of this place with changes, for a link. */
export function addressWith(changes: Changes): string {
  const next = new URLSearchParams(query.value);
  for (const [name, value] of Object.entries(changes)) {
    next.delete(name);
    for (const one of value === null ? [] : [value].flat()) next.append(name, one);
  }
  return addressOf(next);
}

/** Whether these changes change nothing. */
export function isAt(changes: Changes): boolean {
  const sorted = (address: string) => {
    const query = new URLSearchParams(address.split('#')[0]);
    query.sort();
    return query.toString();
  };
  return sorted(addressWith(changes)) === sorted(addressWith({}));
}

/** Goes there. `replace`: the way back does not lead to where somebody is now. */
export function go(changes: Changes, { replace = false } = {}): void {
  goToAddress(addressWith(changes), replace);
}

function goToAddress(address: string, isReplaced: boolean): void {
  if (isReplaced) history.replaceState(null, '', address);
  else history.pushState(null, '', address);
  query.value = new URLSearchParams(location.search);
}

/** The query of the address without some of its parameters. */
export function placeWithout(names: readonly string[]): string {
  return new URLSearchParams([...query.value].filter(([name]) => !names.includes(name))).toString();
}

/** Goes to the place of this project that a query names. `replace`: as above. */
export function goTo(place: string, { replace = false } = {}): void {
  const isOfProject = ([name]: readonly [string, string]) => name === 'project';
  const own = [...query.value].filter(isOfProject);
  const given = [...new URLSearchParams(place)].filter((one) => !isOfProject(one));
  goToAddress(addressOf(new URLSearchParams([...own, ...given])), replace);
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

const fragment = signal(location.hash);
addEventListener('hashchange', () => {
  fragment.value = location.hash;
});

// Secrets are in the fragment, which browsers do not send.

/** The one-time link that was opened. */
export const link = computed(() => /^#\/link\/(.+)/.exec(fragment.value)?.[1] ?? null);
/** The share link that was opened. */
export const share = computed(() => /^#\/shared\/(.+)/.exec(fragment.value)?.[1] ?? null);

/** Leaves the page of a link, and takes its secret out of the address. */
export function closeLink(): void {
  history.replaceState(null, '', location.pathname + location.search);
  fragment.value = '';
}
