import type { Event } from '../model/event.js';
import type { ClickRule, EventRule, TypedRule, UrlRule } from '../model/goal.js';
import { spelledAsUrl, urlParts } from '../model/url-parts.js';
import type { Compiled } from './compiled.js';
import { compileSelector } from './selector.js';
import { compileTextRule } from './text-rule.js';

/**
 * Makes the rule of a goal ready: a pure function, used when events arrive and when history is matched again. The rule
 * has passed `parseGoal`; one that cannot be compiled throws.
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

function matchVisits(rule: UrlRule): (event: Event) => boolean {
  const test = ready(compileTextRule(rule));
  const { on } = rule;
  return (event) => {
    if (event.type !== 'visit') return false;
    const parts = partsOf(event.url);
    return parts !== null && test(parts[on]);
  };
}

function matchClicks({ selector, text, href }: ClickRule): (event: Event) => boolean {
  const selects = selector === undefined ? null : ready(compileSelector(selector));
  const wanted = text === undefined ? null : foldSpace(text);
  const leads = href === undefined ? null : ready(compileTextRule(href));
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

function ready<Input>(compiled: Compiled<Input>): (input: Input) => boolean {
  if (!compiled.ok) throw new Error(`A saved rule must hold ${compiled.reason}.`);
  return compiled.test;
}

const partsOf = rememberLast(urlParts);
const folded = rememberLast(foldSpace);
/** A link's target need not be a URL ("#buy", "thanks.html"): such a one is compared as it was sent. */
const target = rememberLast((href: string) => urlParts(href)?.url ?? spelledAsUrl(href));

function foldSpace(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}

/** Each event is held against all goals before the next one comes, so remembering one answer spares all but one call. */
function rememberLast<Answer>(prepare: (text: string) => Answer): (text: string) => Answer {
  let last: { readonly text: string; readonly answer: Answer } | null = null;
  return (text) => {
    if (last === null || last.text !== text) last = { text, answer: prepare(text) };
    return last.answer;
  };
}
