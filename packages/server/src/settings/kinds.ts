import { isIP } from 'node:net';
import { parseUrl } from '../model/url.js';
import type { Read, Setting } from './setting.js';

// The kinds of settings.

interface About {
  readonly flag: string;
  readonly about: string;
  readonly value?: string;
  readonly default?: string;
  readonly group?: string;
}

/** A text that must be given. */
export function requiredText(about: About): Setting<string> {
  return { value: 'text', ...about, required: true, read: (given) => notBlank(given!) };
}

/** A text that must be given and that nobody else may see. */
export function requiredSecret(about: About): Setting<string> {
  return { ...requiredText(about), holdsSecret: () => true };
}

/** An optional text; null when it is not given. */
export function text(about: About): Setting<string | null> {
  return { value: 'text', ...about, read: (given) => ({ ok: true, value: given ?? null }) };
}

/** A text that always has a value. */
export function textWithDefault(about: About & { readonly default: string }): Setting<string> {
  return { value: 'text', ...about, read: (given = about.default) => notBlank(given) };
}

/** A blank text is usually a variable that was left empty by mistake, so it does not count as "not given". */
function notBlank(given: string): Read<string> {
  return given.trim() === '' ? { ok: false, expected: 'a text that is not blank' } : { ok: true, value: given };
}

/** An integer from `min` to `max`; required unless it has a default. */
export function integer(about: About, min: number, max: number): Setting<number> {
  const required = about.default === undefined;
  return { value: 'number', ...about, required, read: (given = about.default) => readInteger(given!, min, max) };
}

function readInteger(given: string, min: number, max: number): Read<number> {
  const value = Number(given);
  const fits = /^\d+$/.test(given) && value >= min && value <= max;
  return fits ? { ok: true, value } : { ok: false, expected: `an integer from ${min} to ${max}` };
}

/** Whether a URL has a password; drivers also take it from the query. */
export function hasPassword(text: string): boolean {
  const url = parseUrl(text);
  return url !== null && url.password + url.search !== '';
}

/** A required URL with one of `schemes`. It may contain a password, so messages never show it. */
export function secretUrl(about: About, schemes: readonly string[], example: string): Setting<string> {
  return {
    value: 'url',
    holdsSecret: hasPassword,
    ...about,
    required: true,
    read: (given = '') => {
      const url = parseUrl(given);
      const fits = url !== null && schemes.includes(url.protocol) && url.hostname !== '';
      return fits ? { ok: true, value: given } : { ok: false, expected: `a URL such as ${example}` };
    },
  };
}

/** Where something listens. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/** An IP address or host name and a port, IPv6 in brackets; must be given. Port 0 takes a free one. */
export function endpoint(about: About): Setting<ListenAddress> {
  return {
    value: 'address:port',
    ...about,
    required: true,
    read: (given = '') => {
      const [, bracketed, name, digits] = /^(?:\[([0-9a-fA-F:.]+)\]|([A-Za-z0-9.-]+)):(\d{1,5})$/.exec(given) ?? [];
      const host = bracketed ?? name;
      const port = Number(digits);
      const fits = host !== undefined && port <= 65_535 && (bracketed === undefined || isIP(bracketed) === 6);
      return fits
        ? { ok: true, value: { host, port } }
        : { ok: false, expected: 'an address and a port, such as 127.0.0.1:9464 or [::1]:9464' };
    },
  };
}

/** The setting, or null when it is not given. */
export function optional<Value>(setting: Setting<Value>): Setting<Value | null> {
  return {
    ...setting,
    required: false,
    read: (given) => (given === undefined ? { ok: true, value: null } : setting.read(given)),
  };
}

/** A switch: true when the flag is given. */
export function toggle(about: About): Setting<boolean> {
  return {
    ...about,
    read: (given) => {
      if (given === undefined || given === 'false' || given === '0') return { ok: true, value: false };
      if (given === 'true' || given === '1') return { ok: true, value: true };
      return { ok: false, expected: '"true" or "false"' };
    },
  };
}

/** One of `options`; required unless it has a default. */
export function choice<const Options extends readonly string[]>(
  about: About,
  options: Options,
): Setting<Options[number]> {
  return {
    value: options.join('|'),
    ...about,
    required: about.default === undefined,
    read: (given = about.default) => {
      const found = options.find((option) => option === given);
      return found === undefined ? { ok: false, expected: `one of ${options.join(', ')}` } : { ok: true, value: found };
    },
  };
}

/** Any number of texts that pass `check`; `expected` completes the message "must be …". */
export function list<Item extends string>(
  about: About,
  check: (text: string) => text is Item,
  expected: string,
  required = false,
): Setting<readonly Item[]> {
  return {
    value: 'text',
    ...about,
    repeatable: true,
    required,
    // Called once for each text; the caller collects the values into the list.
    read: (given = '') => (check(given) ? { ok: true, value: given as never } : { ok: false, expected }),
  };
}

export const ORIGIN_EXPECTED = 'an origin such as https://app.example';

/** A scheme, a host, and a port unless it is the scheme's default; no path. */
export function isOrigin(text: string): text is string {
  return parseUrl(text)?.origin === text;
}
