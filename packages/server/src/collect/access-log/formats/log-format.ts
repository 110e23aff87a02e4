import { unescapeTarget, unescapeText } from './escapes.js';
import { type FieldsReader, given, type LogFormat, type LoggedFields, requestOf } from './format.js';
import { parseRequestLine, schemeOf } from './request-line.js';
import { parseAnyTime } from './times.js';

/** What a variable of a format string gives. */
type Meaning =
  | 'address'
  | 'time'
  | 'date'
  | 'request'
  | 'method'
  | 'path'
  | 'query'
  | 'target'
  | 'status'
  | 'referrer'
  | 'userAgent'
  | 'host'
  | 'port'
  | 'scheme'
  | 'protocol'
  | 'forwardedFor'
  | 'ignored';

/** A stretch of a format string: a variable, then the text up to the next one. */
interface Step {
  readonly meaning: Meaning;
  /** Whether the variable is between quotes, where a backslash escapes them. */
  readonly quoted: boolean;
  readonly then: string;
}

const NGINX: Readonly<Record<string, Meaning>> = {
  remote_addr: 'address',
  realip_remote_addr: 'ignored',
  time_local: 'time',
  time_iso8601: 'time',
  msec: 'time',
  request: 'request',
  request_method: 'method',
  request_uri: 'target',
  uri: 'path',
  document_uri: 'path',
  args: 'query',
  query_string: 'query',
  status: 'status',
  http_referer: 'referrer',
  http_user_agent: 'userAgent',
  host: 'host',
  http_host: 'host',
  server_name: 'host',
  server_port: 'port',
  scheme: 'scheme',
  server_protocol: 'protocol',
  http_x_forwarded_for: 'forwardedFor',
};

const APACHE: Readonly<Record<string, Meaning>> = {
  h: 'address',
  a: 'address',
  t: 'time',
  r: 'request',
  m: 'method',
  U: 'path',
  q: 'query',
  s: 'status',
  v: 'host',
  V: 'host',
  p: 'port',
  H: 'protocol',
};

const APACHE_HEADERS: Readonly<Record<string, Meaning>> = {
  referer: 'referrer',
  'user-agent': 'userAgent',
  host: 'host',
  'x-forwarded-for': 'forwardedFor',
};

const NGINX_VARIABLE = /\$(?:\{(\w+)\}|(\w+))/g;
const APACHE_VARIABLE = /%[!\d,]*[<>]?(?:\{([^}]*)\})?(?:\^[a-z]{2}|[a-zA-Z%])/g;

export type LogFormatCompiled =
  | { readonly ok: true; readonly format: LogFormat }
  /** `expected` completes "must be". */
  | { readonly ok: false; readonly expected: string };

/**
 * Makes a reader of nginx's `log_format` string (variables begin with "$") or Apache's `LogFormat` string ("%"). Lines are
 * read in linear time: each variable ends where the text after it begins.
 */
export function compileLogFormat(text: string): LogFormatCompiled {
  const layout = text.replaceAll('\\"', '"').replaceAll('\\t', '\t').trim();
  // Path and query together are the target.
  const written = layout
    .replaceAll('%U%q', '%{target}U')
    .replace(/\$uri\$is_args\$(?:args|query_string)/g, '$request_uri');
  const isNginx = /\$\w|\$\{/.test(written);
  if (!isNginx && !/%[{<>a-zA-Z]/.test(written)) return { ok: false, expected: EXPECTED };
  const { start, steps } = isNginx ? nginxSteps(written) : apacheSteps(written);
  const adjacent = steps.some(({ then }, index) => then === '' && index < steps.length - 1);
  if (adjacent) return { ok: false, expected: 'a format with a character between each two variables' };
  const has = (...meanings: Meaning[]) => steps.some(({ meaning }) => meanings.includes(meaning));
  const missing = [
    ...(has('address') ? [] : ['the address ($remote_addr, %h or %a)']),
    ...(has('time') ? [] : ['the time ($time_local, $time_iso8601, $msec or %t)']),
    ...(has('request', 'target', 'path') ? [] : ['the request ($request or %r)']),
    ...(has('status') ? [] : ['the status ($status or %s)']),
  ];
  if (missing.length > 0) return { ok: false, expected: `a format that has ${missing.join(' and ')}` };
  return { ok: true, format: { name: 'log-format', layout, open: () => reader(start, steps, layout) } };
}

const EXPECTED =
  "nginx's or Apache's format string, such as '$remote_addr [$time_local] \"$request\" $status' or '%h %t \"%r\" %>s'";

interface Steps {
  readonly start: string;
  readonly steps: readonly Step[];
}

function nginxSteps(written: string): Steps {
  return stepsOf(written, [...written.matchAll(NGINX_VARIABLE)], ([, braced, bare]) => ({
    meaning: NGINX[(braced ?? bare)!] ?? 'ignored',
    before: '',
    after: '',
  }));
}

function apacheSteps(written: string): Steps {
  const variables = [...written.matchAll(APACHE_VARIABLE)];
  return stepsOf(written, variables, ([whole, argument]) => {
    const letter = whole.at(-1)!;
    if (argument === undefined) {
      // Only `%t` without an argument has brackets of its own.
      const bracketed = letter === 't';
      return { meaning: APACHE[letter] ?? 'ignored', before: bracketed ? '[' : '', after: bracketed ? ']' : '' };
    }
    const meaning =
      letter === 'U' && argument === 'target'
        ? 'target'
        : letter === 'i'
          ? APACHE_HEADERS[argument.toLowerCase()]
          : letter === 't' && !/^(?:begin:|end:)?(?:msec|usec)_frac$/.test(argument)
            ? 'time'
            : letter === 'a' && argument === 'c'
              ? 'ignored'
              : undefined;
    return { meaning: meaning ?? 'ignored', before: '', after: '' };
  });
}

interface Variable {
  readonly meaning: Meaning;
  /** Text that belongs to the variable and surrounds it in the log. */
  readonly before: string;
  readonly after: string;
}

function stepsOf(
  written: string,
  found: readonly RegExpExecArray[],
  read: (match: RegExpExecArray) => Variable,
): Steps {
  const variables = found.map((match) => ({ ...read(match), from: match.index, until: match.index + match[0].length }));
  const start = written.slice(0, variables[0]?.from) + (variables[0]?.before ?? '');
  const steps = variables.map(({ meaning, after, until, from }, index): Step => {
    const next = variables[index + 1];
    const then = after + written.slice(until, next?.from) + (next?.before ?? '');
    return { meaning, quoted: written[from - 1] === '"' && then.startsWith('"'), then };
  });
  return { start, steps };
}

function reader(start: string, steps: readonly Step[], layout: string): FieldsReader {
  return (text) => {
    const values = valuesOf(text, start, steps);
    return values === null ? { misread: `The line must be in the format ${layout}.` } : fieldsOf(values);
  };
}

type FoundValues = Map<Meaning, string>;

function valuesOf(text: string, start: string, steps: readonly Step[]): FoundValues | null {
  if (!text.startsWith(start)) return null;
  const values: FoundValues = new Map();
  let at = start.length;
  for (const [index, { meaning, quoted, then }] of steps.entries()) {
    const isLast = index === steps.length - 1;
    const end = isLast && then === '' ? text.length : quoted ? endOfQuoted(text, at, then) : text.indexOf(then, at);
    if (end === -1) return null;
    const value = text.slice(at, end);
    if (meaning !== 'ignored' && given(values.get(meaning)) === null) values.set(meaning, value);
    at = end + then.length;
  }
  return values;
}

/** Where the quote is that ends a quoted field, which is followed by the rest of `then`; -1 when it does not end so. */
function endOfQuoted(text: string, from: number, then: string): number {
  for (let at = from; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return text.startsWith(then, at) ? at : -1;
  }
  return -1;
}

function fieldsOf(values: FoundValues): LoggedFields {
  const value = (meaning: Meaning) => given(values.get(meaning));
  const plain = (meaning: Meaning) => {
    const logged = value(meaning);
    return logged && given(unescapeText(logged));
  };
  const time = (value('time') ?? '').replace(/^\[|\]$/g, '');
  const port = value('port');
  const host = value('host');
  const line = value('request');
  const parts = parseRequestLine(line ?? '');
  const target = parts?.target ?? value('target') ?? pathAndQuery(value('path'), value('query'));
  const request = requestOf(parts?.method ?? value('method') ?? 'GET', target);
  return {
    address: values.get('address')!,
    at: parseAnyTime(time),
    time,
    request: request && { ...request, target: unescapeTarget(request.target) },
    requestText: line ?? target ?? '',
    status: values.get('status')!,
    referrer: plain('referrer'),
    userAgent: plain('userAgent'),
    host: host && port && !host.includes(':') ? `${host}:${port}` : host,
    scheme: schemeOf(value('scheme'), value('protocol')),
    forwardedFor: value('forwardedFor'),
  };
}

function pathAndQuery(path: string | null, query: string | null): string | null {
  return path && (query === null ? path : `${path}?${query.replace(/^\?/, '')}`);
}
