import { isbot } from 'isbot';
import { LRUCache } from 'lru-cache';

const USER_AGENTS_KEPT_MAX = 4096;

/** Whether a user agent is on `isbot`'s list. A missing or empty one or "-" is not a bot. */
export function isBot(userAgent: string | null): boolean {
  if (userAgent === null) return false;
  let verdict = verdicts.get(userAgent);
  if (verdict === undefined) {
    verdict = isbot(userAgent);
    verdicts.set(userAgent, verdict);
  }
  return verdict;
}

/** A check takes about 6 us, and a site's visitors share a few hundred user agents. */
const verdicts = new LRUCache<string, boolean>({ max: USER_AGENTS_KEPT_MAX });
