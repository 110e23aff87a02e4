import type { Static } from 'typebox';
import { type Fault, fault, isRecord, shown } from '../faults.js';
import type { EventId, SessionId } from '../ids.js';
import { checker } from '../schema.js';
import type { ChainElement, Click, CustomEvent, ParsedEvent, Visit, WithoutId } from './event.js';
import { faultsWithin, moneyFault } from './event-faults.js';
import { type ChainElementSchema, ClickLine, CustomEventLine, type ImportLine, VisitLine } from './event-schema.js';
import { parseTimestamp } from './timestamp.js';

export type EventParsed =
  | { readonly ok: true; readonly event: ParsedEvent; readonly userAgent: string | null }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/**
 * Reads one event of the import format (`docs/import-format.md`) from what `JSON.parse` gave. Fields the format does
 * not know are left out. A refused event has at least one fault; `path` is `line` for the whole of it.
 */
export function parseEvent(value: unknown): EventParsed {
  if (!isRecord(value)) return refused([fault('line', `The line must be ${EXPECTED_LINE}; got ${shown(value)}.`)]);
  switch (value.type) {
    case 'visit':
      return VISIT.accepts(value) ? accepted(visit(value), value) : refused(faultsWithin(VISIT, value));
    case 'click':
      return CLICK.accepts(value) ? accepted(click(value), value) : refused(faultsWithin(CLICK, value));
    case 'event':
      return CUSTOM_EVENT.accepts(value) && moneyFault(value) === null
        ? accepted(customEvent(value), value)
        : refused(faultsWithin(CUSTOM_EVENT, value));
    default:
      return refused([typeFault(value.type)]);
  }
}

/** Completes "The line must be …". */
export const EXPECTED_LINE =
  'a JSON object, such as {"session_id":"1","id":"e1","type":"visit","at":"2026-01-03T10:00:00Z","url":"https://shop.example/"}';

const VISIT = checker(VisitLine);
const CLICK = checker(ClickLine);
const CUSTOM_EVENT = checker(CustomEventLine);

function accepted(event: ParsedEvent, line: ImportLine): EventParsed {
  return { ok: true, event, userAgent: line.user_agent ?? null };
}

function refused(faults: readonly Fault[]): EventParsed {
  return { ok: false, faults };
}

function typeFault(type: unknown): Fault {
  const expected = '"visit", "click" or "event"';
  return type === undefined
    ? fault('type', `The type field is required: it must be ${expected}.`)
    : fault('type', `The type field must be ${expected}; got ${shown(type)}.`);
}

function visit(line: Static<typeof VisitLine>): WithoutId<Visit> {
  return {
    type: 'visit',
    sessionId: String(line.session_id) as SessionId,
    id: (line.id ?? null) as EventId | null,
    at: parseTimestamp(line.at)!,
    url: line.url,
    title: line.title ?? null,
    referrer: line.referrer ?? null,
  };
}

function click(line: Static<typeof ClickLine>): WithoutId<Click> {
  return {
    type: 'click',
    sessionId: String(line.session_id) as SessionId,
    id: (line.id ?? null) as EventId | null,
    at: parseTimestamp(line.at)!,
    url: line.url ?? null,
    text: line.text ?? null,
    href: line.href ?? null,
    element: (line.element ?? []).map(chainElement),
  };
}

function customEvent(line: Static<typeof CustomEventLine>): WithoutId<CustomEvent> {
  return {
    type: 'event',
    sessionId: String(line.session_id) as SessionId,
    id: (line.id ?? null) as EventId | null,
    at: parseTimestamp(line.at)!,
    name: line.name,
    url: line.url ?? null,
    value: line.value ?? null,
    currency: line.currency ?? null,
    properties: line.properties ?? {},
  };
}

function chainElement({ tag, id, classes, attributes }: Static<typeof ChainElementSchema>): ChainElement {
  return {
    tag,
    ...(id == null ? {} : { id }),
    ...(classes == null ? {} : { classes }),
    ...(attributes == null ? {} : { attributes: lowerCased(attributes) }),
  };
}

/** Names of HTML attributes are the same in any case; selectors look for them in lower case. */
function lowerCased(attributes: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name.toLowerCase(), value]));
}
