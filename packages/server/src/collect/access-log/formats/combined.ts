import { shown } from '../../../validation/faults.js';
import { unescapeQuotes, unescapeTarget, unescapeText } from './escapes.js';
import { type FieldsBefore, given, type LogFormat, type LoggedFields, type Misread } from './format.js';
import { parseRequestLine } from './request-line.js';
import { parseLogTime } from './times.js';

// The Common and the Combined Log Format of Apache and nginx (https://httpd.apache.org/docs/2.4/logs.html), also after
// the name of the virtual host. Fields after these are ignored, except forwarded addresses.

/** A part of a line: its name in messages, its pattern, and what follows it. */
interface Part {
  readonly name: string;
  readonly pattern: string;
}

/** A quoted field, in which a backslash escapes quotes. */
const QUOTED = String.raw`"([^"\\]*(?:\\.[^"\\]*)*)"`;

// No two adjacent parts can match the same character, so the time taken is linear in the length of the line.
const ADDRESS: Part = { name: 'address', pattern: String.raw`(\S+) ` };
/** The address of a line with a host before it; otherwise the two could not be told from an address and a name. */
const ADDRESS_AFTER_HOST: Part = { name: 'address', pattern: String.raw`([\da-fA-F]*[.:][\da-fA-F.:]+) ` };
const HOST: Part = {
  name: 'host',
  pattern: String.raw`((?=[^ ]*[A-Za-z_]|[\d.]+:\d+ )[A-Za-z0-9_.-]+(?::\d{1,5})?) `,
};
/** The second name, a user's, may contain spaces. */
const NAMES: Part = { name: 'two names', pattern: String.raw`\S+ [^[]*` };
const TIME: Part = { name: 'time in brackets', pattern: String.raw`\[([^\]]*)\] ` };
const REQUEST: Part = { name: '"request"', pattern: `${QUOTED} ` };
const STATUS: Part = { name: 'status', pattern: String.raw`(\d{3}) ` };
const BYTES: Part = { name: 'bytes', pattern: String.raw`(?:\d+|-)` };
const REFERRER: Part = { name: '"referrer"', pattern: ` ${QUOTED}` };
const USER_AGENT: Part = { name: '"user agent"', pattern: ` ${QUOTED}` };
const REST: Part = { name: 'a space before further fields', pattern: '(?: (.*))?$' };
const REST_UNQUOTED: Part = { name: 'no quoted field after the bytes', pattern: '(?: ([^"].*))?$' };

const START = [NAMES, TIME, REQUEST, STATUS, BYTES];

export const combined = format('combined', [ADDRESS, ...START, REFERRER, USER_AGENT, REST]);
export const vhostCombined = format('vhost-combined', [HOST, ADDRESS_AFTER_HOST, ...START, REFERRER, USER_AGENT, REST]);
export const common = format('common', [ADDRESS, ...START, REST_UNQUOTED]);
export const vhostCommon = format('vhost-common', [HOST, ADDRESS_AFTER_HOST, ...START, REST_UNQUOTED]);

function format(name: string, parts: readonly Part[]): LogFormat {
  const line = new RegExp(`^${parts.map(({ pattern }) => pattern).join('')}`);
  const hasHost = parts[0] === HOST;
  const hasAgent = parts.includes(USER_AGENT);
  const layout = parts
    .slice(0, -1)
    .map((part) => part.name)
    .join(', ');
  const read = (text: string): LoggedFields | Misread => {
    const found = line.exec(text);
    if (found === null) return { misread: `${firstFault(parts, text)} A line has: ${layout}.` };
    const first = hasHost ? 2 : 1;
    return fieldsOf(
      hasHost ? given(found[1]) : null,
      found.slice(first, first + 4) as [string, string, string, string],
      hasAgent ? [found[first + 4]!, found[first + 5]!] : ['', ''],
      found.at(-1),
    );
  };
  return { name, layout, open: () => read };
}

function fieldsOf(
  host: string | null,
  [address, time, request, status]: readonly [string, string, string, string],
  [referrer, userAgent]: readonly [string, string],
  rest: string | undefined,
): LoggedFields {
  const parts = parseRequestLine(request);
  const fields: LoggedFields = {
    address,
    at: parseLogTime(time),
    time,
    request: parts && { method: parts.method, target: unescapeTarget(parts.target) },
    requestText: request,
    status,
    referrer: given(unescapeText(referrer)),
    userAgent: given(unescapeText(userAgent)),
    host,
    scheme: null,
    forwardedFor: rest === undefined ? null : forwardedIn(rest),
  };
  if (!`${parts?.target}${referrer}${userAgent}`.includes('\\')) return fields;
  const asBefore: FieldsBefore = {
    target: parts?.target ?? '',
    referrer: before(referrer),
    userAgent: before(userAgent),
  };
  return { ...fields, asBefore };
}

function before(logged: string): string | null {
  const field = given(logged);
  return field && unescapeQuotes(field);
}

/** A quoted field, whose text is captured, or another. A quote that does not end is neither. */
const FURTHER = new RegExp(`(?:${QUOTED}|[^" ][^ ]*)(?: +|$)`, 'y');

/** The first quoted field that is a list of addresses, as in nginx's default format. Visitors write it: linear time. */
function forwardedIn(rest: string): string | null {
  for (FURTHER.lastIndex = 0; FURTHER.lastIndex < rest.length; ) {
    const found = FURTHER.exec(rest);
    if (found === null) return null;
    if (found[1] !== undefined && areAddresses(found[1])) return found[1];
  }
  return null;
}

/** Addresses, which may have a port, separated by commas; some may be unknown. */
function areAddresses(text: string): boolean {
  const parts = text.split(',').map((part) => part.trim());
  const known = parts.filter((part) => part !== 'unknown');
  return known.length > 0 && known.every((part) => /^[\da-f.:[\]]+$/i.test(part) && /[.:]/.test(part));
}

function firstFault(parts: readonly Part[], text: string): string {
  let end = 0;
  for (const { name, pattern } of parts) {
    const part = new RegExp(pattern, 'y');
    part.lastIndex = end;
    if (!part.test(text))
      return `The line must have ${/^(?:a|no|two) /.test(name) ? '' : 'the '}${name} here: ${shown(text.slice(end))}.`;
    end = part.lastIndex;
  }
  return 'The line is not in this format.';
}
