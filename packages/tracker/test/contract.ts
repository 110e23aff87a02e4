import type { IncomingHttpHeaders } from 'node:http';

export interface TrackBody {
  readonly site: string;
  readonly session_id?: string;
  readonly events: TrackedEvent[];
}

export interface TrackedEvent {
  readonly id: string;
  readonly type: 'visit' | 'click' | 'event';
  /** Milliseconds since it happened. */
  readonly age: number;
  readonly url: string;
  readonly title?: string;
  readonly referrer?: string;
  readonly text?: string;
  readonly href?: string;
  readonly element?: ChainElement[];
  readonly name?: string;
  readonly value?: string;
  readonly currency?: string;
  readonly properties?: Record<string, string | number | boolean | null>;
}

export interface ChainElement {
  readonly tag: string;
  readonly id?: string;
  readonly classes?: string[];
  readonly attributes?: Record<string, string>;
}

type Rule = (value: unknown) => boolean;

const isText: Rule = (value) => typeof value === 'string' && value !== '';
const optional =
  (rule: Rule): Rule =>
  (value) =>
    value === undefined || rule(value);
const isRecordOf =
  (rule: Rule): Rule =>
  (value) =>
    typeof value === 'object' && value !== null && Object.values(value).every(rule);
const has =
  (fields: Record<string, Rule>): Rule =>
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    Object.keys(value).every((key) => key in fields) &&
    Object.entries(fields).every(([key, rule]) => rule((value as Record<string, unknown>)[key]));

const common = {
  type: isText,
  id: (value: unknown) => /^[A-Za-z0-9_-]{1,64}$/.test(String(value)),
  age: (value: unknown) => Number.isInteger(value) && Number(value) >= 0,
  url: (value: unknown) => /^https?:/.test(String(value)),
};
const chainElement = has({
  tag: isText,
  id: optional((value) => typeof value === 'string'),
  classes: optional((value) => Array.isArray(value) && value.every(isText)),
  attributes: optional(isRecordOf((value) => typeof value === 'string')),
});
const EVENTS: Record<string, Rule> = {
  visit: has({
    ...common,
    title: (value) => typeof value === 'string',
    referrer: (value) => typeof value === 'string',
  }),
  click: has({
    ...common,
    text: optional((value) => isText(value) && [...String(value)].length <= 64),
    href: optional(isText),
    element: (value) => Array.isArray(value) && value.length > 0 && value.every(chainElement),
  }),
  event: has({
    ...common,
    name: isText,
    value: optional((value) => /^-?\d+(\.\d+)?$/.test(String(value)) && typeof value === 'string'),
    currency: optional((value) => /^[A-Z]{3}$/.test(String(value))),
    properties: isRecordOf((value) => value === null || ['string', 'number', 'boolean'].includes(typeof value)),
  }),
};

/** The faults of a track request. Stricter than the collector: refuses unknown fields, empty texts and other headers. */
export function faultsOf(headers: IncomingHttpHeaders, raw: string): string[] {
  const faults = [];
  if (headers['content-type'] !== 'text/plain;charset=UTF-8') faults.push(`content-type ${headers['content-type']}`);
  if (headers.cookie) faults.push(`cookie ${headers.cookie}`);
  if (Buffer.byteLength(raw) > 65_536) faults.push(`${Buffer.byteLength(raw)} bytes`);
  const { events, site, ...rest } = JSON.parse(raw);
  if (!isText(site)) faults.push(`site ${site}`);
  if (!has({ session_id: optional(isText) })(rest)) faults.push(`body ${JSON.stringify(rest)}`);
  if (!(events.length >= 1 && events.length <= 100)) faults.push(`${events.length} events`);
  for (const event of events) if (!EVENTS[event.type]?.(event)) faults.push(`event ${JSON.stringify(event)}`);
  return faults;
}
