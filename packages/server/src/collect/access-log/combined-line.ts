import { shown } from '../../validation/faults.js';
import { utc, zoneMinutes } from '../event/timestamp.js';

/** One request as an access log tells it. */
export interface LoggedRequest {
  readonly address: string;
  /** Milliseconds since 1970, UTC. */
  readonly at: number;
  readonly method: string;
  /** What was asked for, as sent: usually a path and query. */
  readonly target: string;
  /** Three digits. */
  readonly status: string;
  /** Null when the log has "-" or nothing. */
  readonly referrer: string | null;
  /** At most its first `USER_AGENT_CHARACTERS_MAX` characters. */
  readonly userAgent: string | null;
}

/** As many as the import format takes. */
export const USER_AGENT_CHARACTERS_MAX = 1024;

export type LineParsed =
  | { readonly ok: true; readonly request: LoggedRequest }
  | { readonly ok: false; readonly sentence: string };

/**
 * Reads a line of the Combined Log Format of Apache and nginx
 * (https://httpd.apache.org/docs/2.4/logs.html#combined): `%h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-agent}i"`.
 * Fields after these are tolerated.
 */
export function parseCombinedLine(text: string): LineParsed {
  const fields = LINE.exec(text);
  if (fields === null) return { ok: false, sentence: NOT_COMBINED };
  const [, address, time, request, status, referrer, userAgent] = fields as unknown as LineFields;
  const at = parseLogTime(time);
  if (at === null) return { ok: false, sentence: `The time must be ${EXPECTED_TIME}; got ${shown(time)}.` };
  const parts = REQUEST.exec(request);
  if (parts === null) return { ok: false, sentence: `The request must be ${EXPECTED_REQUEST}; got ${shown(request)}.` };
  const [, method, target] = parts as unknown as RequestFields;
  return {
    ok: true,
    request: {
      address,
      at,
      method,
      target,
      status,
      referrer: field(referrer),
      userAgent: field(userAgent)?.slice(0, USER_AGENT_CHARACTERS_MAX) ?? null,
    },
  };
}

type LineFields = [
  all: string,
  address: string,
  time: string,
  request: string,
  status: string,
  referrer: string,
  userAgent: string,
];
type RequestFields = [all: string, method: string, target: string];

/** Between quotes; a quote inside is escaped with a backslash. */
const QUOTED = String.raw`"([^"\\]*(?:\\.[^"\\]*)*)"`;
// No two neighbouring parts can take the same character, so the time it takes grows with the line alone. The third
// field, a user name, may hold spaces.
const LINE = new RegExp(
  String.raw`^(\S+) \S+ [^[]*\[([^\]]*)\] ${QUOTED} (\d{3}) (?:\d+|-) ${QUOTED} ${QUOTED}(?: .*)?$`,
);
const REQUEST = /^([A-Z]+) (\S+) HTTP\/\d(?:\.\d)?$/;

const NOT_COMBINED =
  'The line must be in the Combined Log Format: address, two names, time in brackets, "request", status, bytes, "referrer" and "user agent".';
const EXPECTED_TIME = 'a real one from 1970 to 2199, such as 17/May/2015:10:05:03 +0000';
const EXPECTED_REQUEST = 'method, target and HTTP version, such as "GET /docs/ HTTP/1.1"';

const TIME = /^(\d\d)\/([A-Z][a-z]{2})\/(\d{4}):(\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)$/;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function parseLogTime(text: string): number | null {
  const fields = TIME.exec(text);
  if (fields === null) return null;
  const [, day, month, year, hour, minute, second, sign, zoneHours, zoneMinute] = fields;
  const offset = zoneMinutes(sign === '-', Number(zoneHours), Number(zoneMinute));
  const monthNumber = MONTHS.indexOf(month!) + 1;
  return utc(Number(year), monthNumber, Number(day), Number(hour), Number(minute), Number(second), 0, offset);
}

function field(logged: string): string | null {
  if (logged === '-' || logged === '') return null;
  return logged.includes('\\') ? unescaped(logged) : logged;
}

/** Apache writes a quote as `\"` and nginx as `\x22`. Other escapes stand for bytes no header should hold, and stay. */
function unescaped(logged: string): string {
  return logged.replace(
    /\\(?:(["\\])|x22|x5C)/gi,
    (escaped, character) => character ?? (escaped.endsWith('22') ? '"' : '\\'),
  );
}
