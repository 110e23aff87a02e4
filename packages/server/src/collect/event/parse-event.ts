import type { Static } from 'typebox';
import {
  type ChainElement,
  type Click,
  type Content,
  type ContentOf,
  type CustomEvent,
  type Event,
  eventOf,
  type ParsedEvent,
  type PropertyValue,
  type Visit,
} from '../../model/event.js';
import type { EventId, SessionId } from '../../model/ids.js';
import { withoutLogin } from '../../model/url.js';
import { type Fault, type Faults, fault, isRecord, shown } from '../../validation/faults.js';
import { checker } from '../../validation/schema.js';
import { faultsWithin, moneyFault } from './event-faults.js';
import {
  type ChainElementSchema,
  ClickLine,
  CustomEventLine,
  TrackedClick,
  TrackedCustomEvent,
  TrackedVisit,
  VisitLine,
} from './event-schema.js';
import { parseTimestamp } from './timestamp.js';

export type EventParsed =
  | { readonly ok: true; readonly event: ParsedEvent; readonly userAgent: string | null }
  | { readonly ok: false; readonly faults: Faults };

/**
 * Parses one event of the import format (`docs/import-format.md`) from a result of `JSON.parse`. Unknown fields are left
 * out. A refused event has at least one fault; the `path` of a fault in the event as a whole is `line`.
 */
export function parseEvent(value: unknown): EventParsed {
  if (!isRecord(value)) return refused([fault('line', 'line', { expected: EXPECTED_LINE, value: shown(value) })]);
  const parsed = parse(LINES, value);
  if (!parsed.ok) return parsed;
  const { line, content } = parsed;
  const id = (line.id ?? null) as EventId | null;
  const sessionId = String(line.session_id) as SessionId;
  const event = eventOf(content, { sessionId, id, at: parseTimestamp(line.at)!, origin: line.origin ?? 'trusted' });
  return { ok: true, event, userAgent: line.user_agent ?? null };
}

/** A checked event of a page. Its session is found later. */
export interface ParsedTrackedEvent {
  readonly id: EventId | null;
  /** How long ago it happened, in ms. */
  readonly age: number;
  readonly content: Content;
}

export type TrackedEventParsed =
  | { readonly ok: true; readonly event: ParsedTrackedEvent }
  | { readonly ok: false; readonly faults: Faults };

/** Parses one event of a page. The `path` of a fault in the event as a whole is `event`. */
export function parseTrackedEvent(value: unknown): TrackedEventParsed {
  if (!isRecord(value)) return refused([fault('event', 'event', { value: shown(value) })]);
  const parsed = parse(TRACKED, value);
  if (!parsed.ok) return parsed;
  const { line, content } = parsed;
  return { ok: true, event: { id: (line.id ?? null) as EventId | null, age: line.age, content } };
}

/** Completes "The line must be …". */
export const EXPECTED_LINE =
  'a JSON object, such as {"session_id":"1","id":"e1","type":"visit","at":"2026-01-03T10:00:00Z","url":"https://shop.example/"}';

const LINES = { visit: checker(VisitLine), click: checker(ClickLine), event: checker(CustomEventLine) };
const TRACKED = {
  visit: checker(TrackedVisit),
  click: checker(TrackedClick),
  event: checker(TrackedCustomEvent),
};

type Checkers = typeof LINES | typeof TRACKED;
/** Derived from what the checkers accept, which TypeScript cannot infer across the three. */
type LineOf<C extends Checkers> = Static<C[Event['type']]['schema']>;
type Parsed<C extends Checkers> =
  | { readonly ok: true; readonly line: LineOf<C>; readonly content: Content }
  | { readonly ok: false; readonly faults: Faults };

function parse<C extends Checkers>(checkers: C, value: Readonly<Record<string, unknown>>): Parsed<C> {
  switch (value.type) {
    case 'visit': {
      const checked = checkers.visit.check(value);
      if (!checked.ok) return refused(faultsWithin(checked.faults, value));
      return { ok: true, line: value as LineOf<C>, content: visit(checked.value) };
    }
    case 'click': {
      const checked = checkers.click.check(value);
      if (!checked.ok) return refused(faultsWithin(checked.faults, value));
      return { ok: true, line: value as LineOf<C>, content: click(checked.value) };
    }
    case 'event': {
      const checked = checkers.event.check(value);
      const money = moneyFault(value);
      if (!checked.ok) return refused(faultsWithin(checked.faults, value, money));
      if (money !== null) return refused([money]);
      return { ok: true, line: value as LineOf<C>, content: customEvent(checked.value) };
    }
    default:
      return refused([typeFault(value.type)]);
  }
}

function refused(faults: Faults): { readonly ok: false; readonly faults: Faults } {
  return { ok: false, faults };
}

function typeFault(type: unknown): Fault {
  const expected = '"visit", "click" or "event"';
  return type === undefined
    ? fault('type', 'required', { field: 'type', expected })
    : fault('type', 'wrong', { field: 'type', expected, value: shown(type) });
}

function visit(line: Static<typeof VisitLine | typeof TrackedVisit>): ContentOf<Visit> {
  return {
    type: 'visit',
    url: withoutLogin(line.url),
    title: textOrNull(line.title),
    // Browsers have an empty one in place of none.
    referrer: textOrNull(line.referrer) || null,
  };
}

function click(line: Static<typeof ClickLine | typeof TrackedClick>): ContentOf<Click> {
  return {
    type: 'click',
    url: textOrNull(line.url),
    text: textOrNull(line.text),
    href: textOrNull(line.href),
    element: (line.element ?? []).map(chainElement),
  };
}

function customEvent(line: Static<typeof CustomEventLine | typeof TrackedCustomEvent>): ContentOf<CustomEvent> {
  return {
    type: 'event',
    name: withoutLogin(line.name),
    url: textOrNull(line.url),
    value: line.value ?? null,
    currency: line.currency ?? null,
    properties: withoutLogins(line.properties ?? {}),
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

/** HTML attribute names are case-insensitive; selectors look them up in lower case. */
function lowerCased(attributes: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name.toLowerCase(), withoutLogin(value)]),
  );
}

function textOrNull(text: string | null | undefined): string | null {
  return text == null ? null : withoutLogin(text);
}

function withoutLogins(properties: Readonly<Record<string, PropertyValue>>): Record<string, PropertyValue> {
  return Object.fromEntries(
    Object.entries(properties).map(([key, value]) => [key, typeof value === 'string' ? withoutLogin(value) : value]),
  );
}
