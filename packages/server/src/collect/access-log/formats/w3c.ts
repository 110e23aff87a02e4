import { COMMENT, type FieldsReader, given, type LogFormat, type LoggedFields } from './format.js';
import { splitAbsolute } from './request-line.js';
import { parseIsoTime } from './times.js';

const FIELDS = /^#Fields:\s*(.*)$/i;
const HEADER = /^([\w-]+)\(([^)]*)\)$/;

/**
 * The W3C Extended Log File Format (https://www.w3.org/TR/WD-logfile), as IIS and CloudFront write it: `#Fields` names the
 * fields, which are separated by tabs or spaces. It may come again, with other fields.
 */
export const w3c: LogFormat = {
  name: 'w3c',
  layout: 'the fields that the last line with "#Fields:" names',
  open: openW3c,
};

const NEEDED = ['date', 'time', 'c-ip', 'cs-method', 'sc-status'] as const;
type Needed = (typeof NEEDED)[number];

function openW3c(): FieldsReader {
  let names: readonly string[] | null = null;
  return (text) => {
    if (text.startsWith('#')) {
      const listed = FIELDS.exec(text)?.[1];
      if (listed !== undefined) names = listed.trim().split(/\s+/).map(normal);
      return COMMENT;
    }
    if (names === null) return { misread: 'The line comes before a line with "#Fields:", which names the fields.' };
    const values = text.split(text.includes('\t') ? /\t/ : / +/);
    if (values.length < names.length) {
      return {
        misread: `The line must have the ${names.length} fields that "#Fields:" names; it has ${values.length}.`,
      };
    }
    const fields = new Map(names.map((name, index) => [name, values[index]!]));
    const missing = NEEDED.filter((name) => !fields.has(name));
    if (!fields.has('cs-uri-stem') && !fields.has('cs-uri')) missing.push('cs-uri-stem' as Needed);
    if (missing.length > 0) return { misread: `"#Fields:" must name ${missing.join(', ')} as well.` };
    return fieldsOf(fields);
  };
}

/** In lower case; headers as "cs(user-agent)". */
function normal(name: string): string {
  const [, prefix, header] = HEADER.exec(name) ?? [];
  return (prefix === undefined ? name : `${prefix}(${header})`).toLowerCase();
}

function fieldsOf(fields: ReadonlyMap<string, string>): LoggedFields {
  const first = (...names: readonly string[]): string | null => {
    for (const name of names) {
      const value = given(fields.get(name));
      if (value !== null) return value;
    }
    return null;
  };
  const time = `${fields.get('date')} ${fields.get('time')}`;
  const method = fields.get('cs-method')!;
  const query = first('cs-uri-query');
  const stem = fields.get('cs-uri-stem') ?? '-';
  const uri =
    stem === '-' ? (fields.get('cs-uri') ?? stem) : stem + (query === null ? '' : `?${query.replace(/^\?/, '')}`);
  const absolute = splitAbsolute(uri);
  const target = absolute?.path ?? uri;
  const isRequest = /^[A-Z]+$/.test(method) && target !== '-';
  return {
    address: fields.get('c-ip')!,
    at: parseIsoTime(time),
    time,
    request: isRequest ? { method, target } : null,
    requestText: `${method} ${target}`,
    status: fields.get('sc-status')!,
    referrer: first('cs(referer)', 'cs(referrer)'),
    userAgent: withSpaces(first('cs(user-agent)')),
    host: first('x-host-header', 'cs-host', 'cs(host)') ?? absolute?.host ?? null,
    scheme: absolute?.scheme ?? schemeOf(first('cs-protocol', 'x-forwarded-proto'), first('s-port', 'cs-uri-port')),
    forwardedFor: withSpaces(first('x-forwarded-for', 'cs(x-forwarded-for)')),
  };
}

function schemeOf(protocol: string | null, port: string | null): LoggedFields['scheme'] {
  if (protocol === 'http' || protocol === 'https') return protocol;
  if (port === '443') return 'https';
  return port === '80' ? 'http' : null;
}

/** A space in a field is written as "%20" (CloudFront, sometimes encoded twice) or as "+" (IIS). */
function withSpaces(logged: string | null): string | null {
  if (logged === null) return null;
  if (!/%(?:25)?20/.test(logged)) return logged.includes(' ') ? logged : logged.replaceAll('+', ' ');
  const once = percentDecoded(logged);
  return once.includes('%20') ? percentDecoded(once) : once;
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text.replaceAll('%20', ' ');
  }
}
