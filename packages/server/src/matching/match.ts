import type { Event } from '../model/event.js';
import type { ClickRule, EventRule, TypedRule, UrlRule } from '../model/goal.js';
import { spelledAsUrl, urlParts } from '../model/url-parts.js';
import { cacheLast } from './cache-last.js';
import type { Compiled } from './compiled.js';
import { compileSelector } from './selector.js';
import { compileTextRule } from './text-rule.js';

/**
 * Compiles a goal's rule into a pure function, which matches new events as well as stored history. The rule must have
 * passed `parseGoal`; throws when it does not compile.
 */
export function compileRule(typed: TypedRule): (event: Event) => boolean {
  switch (typed.type) {
    case 'url':
      return matchVisits(typed.rule);
    case 'click':
      return matchClicks(typed.rule);
    case 'event':
      return matchCustomEvents(typed.rule);
  }
}

/** The type of event that a goal of each type matches. */
export const EVENT_TYPES = { url: 'visit', click: 'click', event: 'event' } as const;

/** Whether matching can take longer than looking at the clock: rules that read a text to its end or compare several. */
export function isCostly({ type, rule }: TypedRule): boolean {
  switch (type) {
    case 'url':
      return rule.match === 'glob' || rule.match === 'regex';
    case 'click':
      return rule.selector !== undefined || rule.href?.match === 'glob' || rule.href?.match === 'regex';
    case 'event':
      return false;
  }
}

function matchVisits(rule: UrlRule): (event: Event) => boolean {
  const test = testOf(compileTextRule(rule));
  const { on } = rule;
  return (event) => {
    if (event.type !== 'visit') return false;
    const parts = partsOf(event.url);
    return parts !== null && test(parts[on]);
  };
}

function matchClicks({ selector, text, href }: ClickRule): (event: Event) => boolean {
  const selects = selector === undefined ? null : testOf(compileSelector(selector));
  const wanted = text === undefined ? null : foldSpace(text);
  const leads = href === undefined ? null : testOf(compileTextRule(href));
  return (event) =>
    event.type === 'click' &&
    (wanted === null || (event.text !== null && folded(event.text) === wanted)) &&
    (leads === null || (event.href !== null && leads(target(event.href)))) &&
    (selects === null || selects(event.element));
}

function matchCustomEvents({ name, properties = {} }: EventRule): (event: Event) => boolean {
  const wanted = Object.entries(properties);
  return (event) =>
    event.type === 'event' &&
    event.name === name &&
    wanted.every(([property, value]) => event.properties[property] === value);
}

function testOf<Input>(compiled: Compiled<Input>): (input: Input) => boolean {
  if (!compiled.ok) throw new Error(`A saved rule must hold ${compiled.reason}.`);
  return compiled.test;
}

const partsOf = cacheLast(urlParts);
const folded = cacheLast(foldSpace);
/** A link target that is not an absolute URL ("#buy", "thanks.html") is compared as it was sent. */
const target = cacheLast((href: string) => urlParts(href)?.url ?? spelledAsUrl(href));

function foldSpace(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}
