import { parseUrl, withoutLogin } from '../../model/url.js';
import { urlParts } from '../../model/url-parts.js';
import type { ComparedRule } from './texts.js';

/** A mistake that people make in patterns. */
export interface Repair {
  /** Why the pattern cannot match. */
  readonly reason: string;
  /** The rule without the mistake; null when the rule cannot have it. */
  repair(rule: ComparedRule): ComparedRule | null;
}

/** In the order in which they are repaired; a pattern may have several. */
export const repairs: readonly Repair[] = [
  {
    reason: 'a path has no scheme and no host',
    repair: (rule) => change(rule, isPath(rule) && rule.pattern.replace(/^(\^?)(?:https?:\\?\/\\?\/)[^/\\]*/i, '$1')),
  },
  {
    reason: 'a path has no host',
    repair: (rule) =>
      change(rule, isPath(rule) && rule.pattern.replace(/^(\^?)[\w-]+(?:\\?\.[\w-]+)+(?::\d+)?(?=\/)/, '$1')),
  },
  {
    reason: 'a path has no fragment',
    repair: (rule) => {
      if (!isPath(rule)) return null;
      const before = rule.pattern.replace(/#.*$/s, '');
      return before === '' ? { ...rule, on: 'url' } : { ...rule, pattern: before };
    },
  },
  {
    reason: 'a path has no query',
    repair: (rule) => (rule.on === 'path' && rule.pattern.includes('?') ? { ...rule, on: 'path_query' } : null),
  },
  {
    reason: 'a path begins with "/"',
    repair: (rule) => change(rule, isPath(rule) && rule.pattern.replace(/^(\^?)(?![/^])/, beginning(rule, '/'))),
  },
  {
    reason: 'addresses are stored without user names and passwords',
    repair: (rule) => change(rule, rule.match !== 'regex' && withoutLogin(rule.pattern)),
  },
  {
    reason: 'a URL begins with its scheme',
    repair: (rule) =>
      change(
        rule,
        !isPath(rule) && rule.pattern.replace(/^(\^?)(?:\/\/)?(?=[\w*-]+\\?\.)/, beginning(rule, 'https://')),
      ),
  },
  {
    reason: 'a URL has its scheme and host in lower case',
    repair: (rule) =>
      change(rule, !isPath(rule) && rule.pattern.replace(/^\^?https?:\/\/[^/]*/i, (start) => start.toLowerCase())),
  },
  {
    reason: 'a host beyond ASCII is stored as "xn--…", of which "*" cannot be a part',
    repair: (rule) =>
      change(
        rule,
        rule.match === 'glob' && rule.pattern.replace(READABLE_LABEL, (label) => (label.includes('*') ? '*' : label)),
      ),
  },
  {
    reason: 'it is compared as the URL standard writes it',
    repair: (rule) => change(rule, rule.match === 'regex' ? escapedRegex(rule.pattern) : normalized(rule)),
  },
];

/** A label of a host with a character beyond ASCII. */
const READABLE_LABEL = /(?<=^[a-z*]*:\/\/[^/?#]*)(?=[^/?#.:]*[^\0-\x7f])[^/?#.:]+/gi;

function isPath({ on }: ComparedRule): boolean {
  return on === 'path' || on === 'path_query';
}

function change(rule: ComparedRule, pattern: string | false | null): ComparedRule | null {
  return pattern === false || pattern === null ? null : { ...rule, pattern };
}

/** A regex that is not anchored has nothing before it. */
function beginning({ match, pattern }: ComparedRule, start: string): string {
  return match === 'contains' || (match === 'regex' && !pattern.startsWith('^')) ? '$1' : `$1${start}`;
}

/** As the URL standard writes it: `..` resolved, braces escaped, no default port. Stars of a glob stay. */
function normalized({ pattern, on, match }: ComparedRule): string | null {
  if (match === 'contains') return escapedBraces(pattern);
  const parts = on === 'target' ? null : urlParts(pattern);
  if (parts !== null) return parts[on as keyof typeof parts];
  return parseUrl(pattern)?.href ?? null;
}

function escapedBraces(pattern: string): string {
  return pattern.replace(/[{}`^]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** A regex sees escapes. In a class they would mean something else. */
function escapedRegex(pattern: string): string | null {
  if (pattern.includes('[')) return null;
  return pattern
    .replace(/[^\0-\x7f]+/gu, (text) => encodeURIComponent(text.toWellFormed()))
    .replace(/%[0-9a-f]{2}/gi, (digits) => digits.toUpperCase())
    .replace(/\\([{}])/g, (_, one: string) => escapedBraces(one));
}
