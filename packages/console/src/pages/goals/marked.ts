import type { GoalPreview } from '../../api/types.js';
import type { Draft } from './draft.js';

type Example = GoalPreview['examples'][number];

export interface Part {
  readonly text: string;
  readonly isMatch: boolean;
}

/** An example in parts, of which some are why the rule matches it. */
export function examplePartsOf(draft: Draft, { url, text, href, name }: Example): readonly Part[] {
  switch (draft.type) {
    case 'url':
      return urlParts(draft.url, url ?? '');
    case 'click': {
      const { click } = draft;
      return [
        { text: text ?? '', isMatch: click.text.trim() !== '' },
        ...(href === null
          ? []
          : [plain(' → '), ...(click.href.pattern === '' ? [plain(href)] : matchedIn(click.href, href))]),
        ...(url === null ? [] : [plain(` · ${url}`)]),
      ].filter(({ text }) => text !== '');
    }
    case 'event':
      return [{ text: name ?? '', isMatch: true }, ...(url === null ? [] : [plain(` · ${url}`)])];
  }
}

const plain = (text: string): Part => ({ text, isMatch: false });

/** Scheme and host, path, query, fragment; a visit may be known by its path alone. */
const URL_PARTS = /^((?:[a-z][a-z0-9+.-]*:\/\/[^/?#]*)?)([^?#]*)((?:\?[^#]*)?)(.*)$/is;

function urlParts({ on, ...rule }: Draft['url'], url: string): readonly Part[] {
  const [, host = '', path = '', query = '', fragment = ''] = URL_PARTS.exec(url) ?? [];
  if (on === 'url') return matchedIn(rule, url);
  const [compared, rest] = on === 'path' ? [path, query + fragment] : [path + query, fragment];
  return [plain(host), ...matchedIn(rule, compared), plain(rest)].filter(({ text }) => text !== '');
}

/**
 * The matching part of a text. A glob compares the whole text; which part of it a regular expression matches is not
 * computed here, where nothing limits how long that takes.
 */
function matchedIn({ match, pattern }: { match: string; pattern: string }, text: string): readonly Part[] {
  const at = match === 'prefix' || match === 'contains' ? text.indexOf(pattern) : -1;
  if (at < 0) return [{ text, isMatch: true }];
  return [
    plain(text.slice(0, at)),
    { text: text.slice(at, at + pattern.length), isMatch: true },
    plain(text.slice(at + pattern.length)),
  ].filter(({ text }) => text !== '');
}
