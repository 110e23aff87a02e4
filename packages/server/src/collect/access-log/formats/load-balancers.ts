import { splitFields } from './fields.js';
import { given, type LogFormat, type LoggedFields, type Misread } from './format.js';
import { parseRequestLine, splitAbsolute } from './request-line.js';
import { parseIsoTime } from './times.js';

// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html
// https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/access-log-collection.html

const AFTER_TYPE =
  'time, load balancer, client:port, target:port, three durations, two statuses, two sizes, "request", "user agent"';

/** An Application Load Balancer of AWS. */
export const alb: LogFormat = {
  name: 'alb',
  layout: `type, ${AFTER_TYPE} and further fields`,
  open: () => (text) => {
    if (!/^(?:https?|h2|grpcs|wss?) \d{4}-/.test(text)) return misread('an application load balancer', alb);
    return fieldsOf(splitFields(text).slice(1), alb);
  },
};

/** A Classic Load Balancer of AWS. */
export const elb: LogFormat = {
  name: 'elb',
  layout: `${AFTER_TYPE} and further fields`,
  open: () => (text) => {
    if (!/^\d{4}-\d\d-\d\dT[\d:.]+Z /.test(text)) return misread('a classic load balancer', elb);
    return fieldsOf(splitFields(text), elb);
  },
};

const REQUEST_AT = 11;

function fieldsOf(fields: readonly string[], format: LogFormat): LoggedFields | Misread {
  const [time, , address, , , , , status] = fields as [string, ...string[]];
  const requestText = fields[REQUEST_AT];
  if (requestText === undefined || !isStatus(status!)) return misread('a load balancer', format);
  const parts = parseRequestLine(requestText);
  const absolute = parts && splitAbsolute(parts.target);
  return {
    address: address!,
    at: parseIsoTime(time),
    time,
    request: parts && { method: parts.method, target: absolute?.path ?? parts.target },
    requestText,
    status: status!,
    referrer: null,
    userAgent: given(fields[REQUEST_AT + 1]),
    host: given(absolute?.host),
    scheme: absolute?.scheme ?? null,
    forwardedFor: null,
  };
}

/** Requests that nobody answered have "-". */
function isStatus(text: string): boolean {
  return /^(?:\d{3}|-)$/.test(text);
}

function misread(what: string, { layout }: LogFormat): Misread {
  return { misread: `The line is not one of ${what}. A line has: ${layout}.` };
}
