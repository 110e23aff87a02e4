import { type Static, type TSchema, Type } from 'typebox';
import { AGE_MS_MAX, type Event, ORIGINS } from '../../model/event.js';
import { ENTRIES_MAX, EVENT_NAME_PATTERN, KEY_PATTERN, LIMITS } from '../../model/event-limits.js';
import { ID_PATTERNS } from '../../model/ids.js';
import { MONEY_PATTERNS } from '../../model/money.js';
import { optional } from '../../validation/schema.js';
import { sessionIdSchema } from '../../validation/session-id.js';
import { parseHttpUrl } from './http-url.js';
import { parseTimestamp } from './timestamp.js';

// The fields of an import line. The API reference is generated from these schemas, and a test compares
// `docs/import-format.md` with them. Lengths are in Unicode code points.

/** The value of one attribute. */
export const AttributeSchema = text(LIMITS.attribute);

/** One element of a click chain. */
export const ChainElementSchema = Type.Object(
  {
    tag: Type.String({
      minLength: 1,
      maxLength: LIMITS.tag,
      description: 'Tag name.',
      examples: ['a'],
      expected: 'a text of 1 to 64 characters',
    }),
    id: optional(text(LIMITS.elementId), { description: 'The id attribute.', examples: ['buy'] }),
    classes: optional(
      Type.Array(text(LIMITS.className), {
        maxItems: LIMITS.classes,
        expected: `a list of at most ${LIMITS.classes} class names of at most ${LIMITS.className} characters each`,
      }),
      { description: 'The class names.', examples: [['buy', 'big']] },
    ),
    attributes: optional(keyed(AttributeSchema), {
      description: 'Other attributes, each a text of at most 256 characters; names are converted to lower case.',
      examples: [{ 'data-plan': 'pro' }],
    }),
  },
  { title: 'ChainElement', description: 'An element of the page.' },
);

export const SessionIdSchema = sessionIdSchema({
  description: "The session of the event: the producer's own id. A number is converted to its decimal string.",
  examples: ['1'],
});

const ElementSchema = Type.Array(ChainElementSchema, {
  maxItems: LIMITS.elements,
  expected: `a list of at most ${LIMITS.elements} elements, from the clicked one outward`,
});

/** The value of one property. */
export const PropertySchema = Type.Union(
  [Type.String({ maxLength: LIMITS.property }), Type.Number(), Type.Boolean(), Type.Null()],
  { expected: 'a text of at most 256 characters, a finite number, true, false or null' },
);

export const ValueSchema = Type.String({
  pattern: MONEY_PATTERNS.value,
  expected: 'a decimal number of at most 12 digits before and 6 after the point, sent as a string, such as "49.00"',
});

export const CurrencySchema = Type.String({
  pattern: MONEY_PATTERNS.currency,
  expected: 'three capital letters (ISO 4217), such as "EUR"',
});

const EXAMPLE_URL = 'https://shop.example/thanks?x=1';

const visit = {
  url: pageUrl({
    description: 'The page: an absolute URL, or its path and query when the host is unknown.',
    examples: [EXAMPLE_URL, '/thanks?x=1'],
  }),
  title: optional(text(LIMITS.title), { description: "The page's title.", examples: ['Thanks'] }),
  referrer: optional(text(LIMITS.referrer), {
    description: 'Where the visitor came from.',
    examples: ['https://news.example/'],
  }),
};

const click = {
  url: optional(pageUrl({}), { description: 'The page of the click.', examples: [EXAMPLE_URL] }),
  text: optional(text(LIMITS.text), { description: 'Text of the clicked element.', examples: ['Buy now'] }),
  href: optional(text(LIMITS.href), {
    description: 'Where the clicked link leads.',
    examples: ['https://shop.example/cart'],
  }),
  element: optional(ElementSchema, {
    description: 'The clicked element and its ancestors, from the inside out.',
    examples: [[{ tag: 'a', id: 'buy', classes: ['buy', 'big'], attributes: { 'data-plan': 'pro' } }, { tag: 'body' }]],
  }),
};

const customEvent = {
  name: Type.String({
    pattern: EVENT_NAME_PATTERN,
    maxLength: LIMITS.name,
    description:
      'What happened. Names that begin with "$" are Goalpost\'s own: the tracker sends "$form" when a form is sent.',
    examples: ['purchase'],
    expected: 'a text of 1 to 128 characters that does not begin with "$", or "$form"',
  }),
  url: optional(pageUrl({}), { description: 'The page it happened on.', examples: [EXAMPLE_URL] }),
  value: optional(ValueSchema, {
    description: 'What it was worth, kept exactly as sent. Needs `currency`.',
    examples: ['49.00'],
  }),
  currency: optional(CurrencySchema, { description: 'Currency of `value`, which it needs.', examples: ['EUR'] }),
  properties: optional(keyed(PropertySchema), {
    description:
      'Anything else about it: texts of at most 256 characters, finite numbers, true, false or null, each under its key.',
    examples: [{ plan: 'pro', seats: 3 }],
  }),
};

const VISIT = 'A page was viewed.';
const CLICK = 'Something on a page was clicked.';
const CUSTOM_EVENT = 'An event that the site names itself.';

export const VisitLine = Type.Object({ ...imported('visit'), ...visit }, { title: 'Visit', description: VISIT });
export const ClickLine = Type.Object({ ...imported('click'), ...click }, { title: 'Click', description: CLICK });
export const CustomEventLine = Type.Object(
  { ...imported('event'), ...customEvent },
  { title: 'CustomEvent', description: CUSTOM_EVENT },
);

/** One line of an import. */
export const ImportLine = Type.Union([VisitLine, ClickLine, CustomEventLine], {
  title: 'ImportLine',
  description: 'One line of an import: an event and its session.',
});
export type ImportLine = Static<typeof ImportLine>;

export const TrackedVisit = Type.Object(
  { ...tracked('visit'), ...visit },
  { title: 'TrackedVisit', description: VISIT },
);
export const TrackedClick = Type.Object(
  { ...tracked('click'), ...click },
  { title: 'TrackedClick', description: CLICK },
);
export const TrackedCustomEvent = Type.Object(
  { ...tracked('event'), ...customEvent },
  { title: 'TrackedCustomEvent', description: CUSTOM_EVENT },
);

/** One event of a page, sent while the visitor is there. */
export const TrackedEvent = Type.Union([TrackedVisit, TrackedClick, TrackedCustomEvent], {
  title: 'TrackedEvent',
  description: 'An event of a page, sent while the visitor is there.',
});

/** Fields of every import line. */
function imported<Name extends Event['type']>(type: Name) {
  return {
    session_id: SessionIdSchema,
    ...identified(
      type,
      'Recommended. The same id in the same session is stored once; a line without one gets an id derived from it.',
    ),
    at: Type.Refine(
      Type.String({
        format: 'date-time',
        description: 'When it happened. Milliseconds are kept; finer digits are cut off.',
        examples: ['2026-01-03T10:00:00Z', '2026-01-03T11:00:00.250+01:00'],
        expected:
          'a valid date and time from 1970-01-01 to 2199-12-31, in RFC 3339 with an offset, such as "2026-01-03T10:00:00Z"',
      }),
      (at) => parseTimestamp(at) !== null,
    ),
    user_agent: optional(text(1024), {
      description:
        "The visitor's User-Agent header. It identifies bots and the session's browser, device and operating system, and is not stored.",
      examples: ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'],
    }),
    origin: optional(Type.Enum([...ORIGINS], { type: 'string', expected: '"public" or "trusted"' }), {
      description:
        'Who sent it: `public` for what a page said, which anybody can make up. Absent: `trusted`. `goalpost export` writes it.',
      examples: ['trusted'],
    }),
  };
}

/** Fields of every event of a page. */
function tracked<Name extends Event['type']>(type: Name) {
  return {
    ...identified(type, 'Recommended. The same id in the same session is stored once.'),
    age: Type.Number({
      minimum: 0,
      maximum: AGE_MS_MAX,
      description: "How long ago it happened, in milliseconds. An age is used because visitors' clocks can be wrong.",
      examples: [250],
      expected: `a number of milliseconds from 0 to ${AGE_MS_MAX} (24 hours)`,
    }),
  };
}

function identified<Name extends Event['type']>(type: Name, description: string) {
  return {
    id: optional(Type.String({ pattern: ID_PATTERNS.event, expected: '1 to 64 letters, digits, "_" or "-"' }), {
      description,
      examples: ['e1'],
    }),
    type: Type.Literal(type, { description: 'The kind of event.', examples: [type], expected: `"${type}"` }),
  };
}

function pageUrl(annotations: { readonly description?: string; readonly examples?: readonly string[] }) {
  return Type.Refine(
    Type.String({
      pattern: '^(?:[Hh][Tt][Tt][Pp][Ss]?://|/)\\S*$',
      maxLength: LIMITS.url,
      ...annotations,
      expected:
        'an absolute http or https URL, or a path beginning with "/", of at most 2048 characters and without white space',
    }),
    (url) => url.startsWith('/') || parseHttpUrl(url) !== null,
  );
}

function text(lengthMax: number) {
  return Type.String({ maxLength: lengthMax, expected: `a text of at most ${lengthMax} characters` });
}

function keyed<S extends TSchema>(value: S) {
  return Type.Record(Type.String({ pattern: KEY_PATTERN }), value, {
    maxProperties: ENTRIES_MAX,
    additionalProperties: false,
    expected: `a JSON object of at most ${ENTRIES_MAX} entries, with keys of 1 to 64 characters`,
  });
}
