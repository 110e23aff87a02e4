import { isbot } from 'isbot';
import { LRUCache } from 'lru-cache';

const USER_AGENTS_KEPT_MAX = 4096;

/** Whether a user agent names itself as a program (`isbot`'s list). None at all, an empty one or "-" does not. */
export function isBot(userAgent: string | null): boolean {
  if (userAgent === null) return false;
  let known = verdicts.get(userAgent);
  if (known === undefined) {
    known = isbot(userAgent);
    verdicts.set(userAgent, known);
  }
  return known;
}

/** Asking takes some 6 us, and a site's visitors share a few hundred user agents. */
const verdicts = new LRUCache<string, boolean>({ max: USER_AGENTS_KEPT_MAX });
