import { computed, signal } from '@preact/signals';
import { share } from './place.js';

/** What a share link shows, and the token that asks for it. */
export interface Shared {
  readonly token: string;
  readonly project: {
    readonly name: string;
    readonly time_zone: string;
    readonly main_currency: string | null;
    readonly goals: readonly { readonly key: string; readonly name: string }[];
  };
}

/** The share links that were opened, until the page is left. */
const opened = signal<ReadonlyMap<string, Shared>>(new Map());

/** What the address shares; null when it shares nothing, or is not opened yet. */
export const shared = computed(() => (share.value === null ? null : (opened.value.get(share.value) ?? null)));

/** Forgets what was opened, because the link shows nothing any more. */
export function closeShared(): void {
  opened.value = new Map();
}

export function openShared(link: string, found: Shared): void {
  opened.value = new Map(opened.value).set(link, found);
}
