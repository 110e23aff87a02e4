import type { TextTest } from '../../collect/access-log/access-log.js';
import type { LogFormat } from '../../collect/access-log/formats/format.js';
import { LOG_FORMATS } from '../../collect/access-log/formats/formats.js';
import { compileLogFormat } from '../../collect/access-log/formats/log-format.js';
import { parseHttpUrl } from '../../collect/event/http-url.js';
import type { ImportFormat } from '../../collect/import/import.js';
import { isAddressRange, parseRange } from '../../http/connection/ip-address.js';
import { acceptTextRule } from '../../matching/text-rule.js';
import { choice, isOrigin, list, ORIGIN_EXPECTED, optional, toggle } from '../../settings/kinds.js';
import type { Setting, Values } from '../../settings/setting.js';
import { geoDatabase } from '../command.js';
import { UsageError } from '../settings.js';

function pattern(flag: string, about: string): Setting<TextTest | null> {
  return optional({
    flag,
    value: 'regex',
    about,
    read: (given) => {
      const compiled = acceptTextRule({ match: 'regex', pattern: given! });
      return compiled.ok ? { ok: true, value: compiled.test } : { ok: false, expected: compiled.reason };
    },
  });
}

const logFormat: Setting<LogFormat | null> = optional({
  flag: 'log-format',
  value: 'string',
  about: "format string of nginx (log_format) or Apache (LogFormat), for access logs in the server's own format",
  read: (given) => {
    const compiled = compileLogFormat(given!);
    return compiled.ok ? { ok: true, value: compiled.format } : { ok: false, expected: compiled.expected };
  },
});

/** The flags of `import` that say how to read the files. */
export const importFlags = {
  format: {
    ...choice(
      {
        flag: 'format',
        about: 'format of the files; access-log recognizes the format of an access log by its first lines',
        default: 'access-log',
      },
      ['access-log', 'ndjson', ...LOG_FORMATS.map(({ name }) => name)],
    ),
    value: 'name',
  },
  logFormat,
  includeBots: toggle({ flag: 'include-bots', about: 'store the events of bots too' }),
  pagePattern: pattern(
    'page-pattern',
    'for access logs: only matching paths are pages, whatever their extension (RE2)',
  ),
  exclude: pattern('exclude', 'for access logs: leave out matching paths; the query is part of the path (RE2)'),
  origin: optional({
    flag: 'origin',
    value: 'origin',
    about:
      'for access logs: origin of the site, such as https://shop.example; completes paths to URLs if the log has no host',
    read: (given) => (isSite(given!) ? { ok: true, value: given! } : { ok: false, expected: ORIGIN_EXPECTED }),
  }),
  trustedProxies: list(
    {
      flag: 'trusted-proxy',
      value: 'address',
      about:
        'for access logs: proxy whose forwarded addresses are the clients: an address or CIDR range; may be repeated',
    },
    isAddressRange,
    'an IP address or CIDR range such as 10.0.0.0/8',
  ),
  geoDatabase: {
    ...geoDatabase,
    about: "for access logs: database in MaxMind's format (.mmdb) that maps addresses to countries",
  },
};

/** @throws {UsageError} for flags that would have no effect. */
export function formatOf(values: Values<typeof importFlags>): ImportFormat {
  const { format, logFormat: own, includeBots, pagePattern, exclude, origin, trustedProxies } = values;
  if (format === 'ndjson') {
    const proxy = trustedProxies.length > 0 ? trustedProxies : null;
    const given = { 'page-pattern': pagePattern, exclude, origin, 'log-format': own, 'trusted-proxy': proxy };
    const stray = Object.entries(given).flatMap(([flag, value]) => (value === null ? [] : [flag]));
    if (stray.length === 0) return { name: format, includeBots };
    throw new UsageError(stray.map((flag) => `--${flag} is for access logs; this import is of format ${format}`));
  }
  if (own !== null && format !== 'access-log') {
    throw new UsageError([`--log-format names a format of its own; leave out --format ${format}`]);
  }
  return {
    name: 'access-log',
    logFormat: own ?? LOG_FORMATS.find(({ name }) => name === format),
    includeBots,
    pagePattern,
    exclude,
    countryOf: values.geoDatabase,
    trustedProxies: trustedProxies.map((range) => parseRange(range)!),
    ...(origin !== null && { origin }),
  };
}

function isSite(text: string): boolean {
  return parseHttpUrl(text) !== null && isOrigin(text);
}
