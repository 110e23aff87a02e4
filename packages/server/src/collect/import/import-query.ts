import Type from 'typebox';
import { parseRange } from '../../http/connection/ip-address.js';
import { refuse } from '../../http/errors.js';
import { isOrigin, ORIGIN_EXPECTED } from '../../settings/kinds.js';
import { anyOf, type Fault, fault, shown } from '../../validation/faults.js';
import type { LogFormat } from '../access-log/formats/format.js';
import { LOG_FORMATS } from '../access-log/formats/formats.js';
import { compileLogFormat } from '../access-log/formats/log-format.js';
import type { ImportFormat } from './import.js';

const FORMATS = ['ndjson', 'access-log', ...LOG_FORMATS.map(({ name }) => name)];

const TRUE_OR_FALSE = 'true or false';
const ONE_OF = `one of ${FORMATS.join(', ')}`;
const RANGE = 'IP addresses or CIDR ranges such as 10.0.0.0/8, separated by commas';
const FOR_LOGS = 'left out, because the format is ndjson';

/** The parameters of an import. */
export const ImportQuery = Type.Object({
  format: Type.Optional(
    Type.Enum(FORMATS, {
      type: 'string',
      description:
        'The format of the body. `access-log` recognizes the format of an access log by its first lines; the others name one.',
      default: 'ndjson',
      expected: ONE_OF,
    }),
  ),
  log_format: Type.Optional(
    Type.String({
      description:
        'For access logs in a format of their own: the format string of nginx (`log_format`) or Apache (`LogFormat`).',
      examples: ['%h %l %u %t "%r" %>s %b'],
    }),
  ),
  origin: Type.Optional(
    Type.String({
      description: 'For access logs: origin of the site, which completes paths to URLs if the log has no host.',
      examples: ['https://shop.example'],
      expected: ORIGIN_EXPECTED,
    }),
  ),
  trusted_proxy: Type.Optional(
    Type.String({
      description: `For access logs: proxies whose forwarded addresses are the clients: ${RANGE}.`,
      examples: ['10.0.0.0/8'],
      expected: RANGE,
    }),
  ),
  include_bots: Type.Optional(
    Type.Boolean({
      description: 'Whether events of bots, told by their user agent, are stored too.',
      default: false,
      expected: TRUE_OR_FALSE,
    }),
  ),
});

/**
 * The format that the parameters ask for. A parameter that is given twice becomes a list, which is refused.
 *
 * @throws {ApiError} 422 with a fault of each wrong parameter.
 */
export function formatOf(query: Record<string, unknown>): ImportFormat {
  const faults: Fault[] = [];
  const wrong = (field: string, expected: string) => {
    faults.push(fault(field, 'wrong', { field, expected, value: shown(query[field]) }));
  };
  const { format = query.log_format === undefined ? 'ndjson' : 'access-log', include_bots: bots = 'false' } = query;
  if (!FORMATS.includes(format as string)) wrong('format', ONE_OF);
  if (bots !== 'true' && bots !== 'false') wrong('include_bots', TRUE_OR_FALSE);
  const includeBots = bots === 'true';
  if (format === 'ndjson') {
    for (const field of ['log_format', 'origin', 'trusted_proxy'])
      if (query[field] !== undefined) wrong(field, FOR_LOGS);
    if (anyOf(faults)) throw refuse.invalid(faults);
    return { name: 'ndjson', includeBots };
  }
  const own = ownFormat(query.log_format, (expected) => wrong('log_format', expected));
  if (own !== null && format !== 'access-log') wrong('log_format', `left out, because the format is ${format}`);
  const { origin } = query;
  if (origin !== undefined && !(typeof origin === 'string' && isOrigin(origin) && /^https?:/.test(origin))) {
    wrong('origin', ORIGIN_EXPECTED);
  }
  const ranges =
    typeof query.trusted_proxy === 'string'
      ? query.trusted_proxy.split(',').map((text) => parseRange(text.trim()))
      : [];
  const isList = query.trusted_proxy === undefined || typeof query.trusted_proxy === 'string';
  if (!isList || ranges.includes(null)) wrong('trusted_proxy', RANGE);
  if (anyOf(faults)) throw refuse.invalid(faults);
  return {
    name: 'access-log',
    logFormat: own ?? LOG_FORMATS.find(({ name }) => name === format),
    includeBots,
    pagePattern: null,
    exclude: null,
    trustedProxies: ranges.filter((range) => range !== null),
    ...(origin !== undefined && { origin: origin as string }),
  };
}

function ownFormat(text: unknown, wrong: (expected: string) => void): LogFormat | null {
  if (text === undefined) return null;
  const compiled = compileLogFormat(typeof text === 'string' ? text : '');
  if (compiled.ok) return compiled.format;
  wrong(compiled.expected);
  return null;
}
