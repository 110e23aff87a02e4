import { chainFor } from '../matching/possible/selector.js';
import { textFor, wouldBeRight } from '../matching/possible/text-rule.js';
import type { ComparedRule } from '../matching/possible/texts.js';
import { EVENT_NAME_PATTERN, KEY_PATTERN, LIMITS, TRACKED_TEXT_CHARACTERS } from '../model/event-limits.js';
import type { ClickRule, EventRule, TypedRule } from '../model/goal.js';
import { withoutLogin } from '../model/url.js';
import { type Fault, fault, shown } from '../validation/faults.js';

/** A fault or a warning of one field of a rule that compiles. */
interface Finding {
  readonly path: string;
  readonly value: unknown;
  /** What it must be so that some event can match; completes "must be …". */
  readonly expected?: string;
  /** What its owner should know if it is saved; completes "The rule.pattern field …". */
  readonly warning?: string;
}

/** Faults of the fields that no event can match. The rule must compile. */
export function impossibleFaults(typed: TypedRule): Fault[] {
  return findingsIn(typed).flatMap(({ path, value, expected }) =>
    expected === undefined ? [] : [fault(path, 'wrong', { field: path, expected, value: shown(value) })],
  );
}

/** Warnings about fields that may match nothing, written as faults. The rule must compile. */
export function ruleWarnings(typed: TypedRule): Fault[] {
  return findingsIn(typed).flatMap(({ path, warning }) =>
    warning === undefined ? [] : [{ path, sentence: `The ${path} field ${warning}.` }],
  );
}

function findingsIn({ type, rule }: TypedRule): Finding[] {
  switch (type) {
    case 'url':
      return inPattern('rule.pattern', rule);
    case 'click':
      return inClick(rule);
    case 'event':
      return inEvent(rule);
  }
}

function inPattern(path: string, rule: ComparedRule): Finding[] {
  const { pattern: value } = rule;
  const search = textFor(rule);
  if (search === 'none') return [{ path, value, expected: wouldBeRight(rule) }];
  if (search !== 'unknown') return [];
  return [{ path, value, warning: `${UNDECIDED} anything can match ${shown(value)}` }];
}

function inClick({ selector, text, href }: ClickRule): Finding[] {
  return [
    ...(selector === undefined ? [] : inSelector(selector)),
    ...(text === undefined ? [] : inText(text)),
    ...(href === undefined ? [] : [...inPattern('rule.href.pattern', { ...href, on: 'target' }), ...inTarget(href)]),
  ];
}

function inSelector(value: string): Finding[] {
  const path = 'rule.selector';
  const search = chainFor(value);
  if (search === 'unknown') {
    return [{ path, value, warning: `${UNDECIDED} a click can match ${shown(value)}` }];
  }
  if (!('impossible' in search)) return [];
  return [{ path, value, expected: `a CSS selector that a click can match (${search.impossible})` }];
}

function inText(value: string): Finding[] {
  const path = 'rule.text';
  const length = [...value.trim().replace(/\s+/g, ' ')].length;
  if (length > LIMITS.text)
    return [{ path, value, expected: `a text of at most ${LIMITS.text} characters, as clicks have` }];
  if (withoutLogin(value) !== value) return [{ path, value, expected: WITHOUT_LOGIN }];
  if (length <= TRACKED_TEXT_CHARACTERS) return [];
  const sent = `the tracker sends ${TRACKED_TEXT_CHARACTERS} characters of a text`;
  return [{ path, value, warning: `${IMPORTED_ONLY}: ${sent}, and it has ${length}` }];
}

/** The tracker sends targets as the browser resolves them. */
function inTarget({ match, pattern: value }: NonNullable<ClickRule['href']>): Finding[] {
  const isWhole = match === 'equals' || match === 'prefix' || match === 'glob';
  if (!isWhole || /^(?:[a-z][a-z\d+.-]*:|[a-z]*\*)/i.test(value)) return [];
  const path = 'rule.href.pattern';
  const sent = 'the tracker sends whole addresses, such as "https://shop.example/buy"';
  return [{ path, value, warning: `${IMPORTED_ONLY}: ${sent}` }];
}

function inEvent({ name, properties = {} }: EventRule): Finding[] {
  return [...inName(name), ...Object.entries(properties).flatMap(([key, value]) => inProperty(key, value))];
}

function inName(value: string): Finding[] {
  const path = 'rule.name';
  if (!NAME.test(value)) {
    return [{ path, value, expected: 'a name that does not begin with "$", or "$form": other such names are refused' }];
  }
  return withoutLogin(value) === value ? [] : [{ path, value, expected: WITHOUT_LOGIN }];
}

function inProperty(key: string, value: unknown): Finding[] {
  const path = 'rule.properties';
  if (!KEY.test(key)) {
    const expected = `an object whose keys have 1 to ${LIMITS.key} characters on one line, as those of events`;
    return [{ path, value: key, expected }];
  }
  if (typeof value !== 'string') return [];
  if ([...value].length > LIMITS.property) {
    return [
      { path, value, expected: `an object whose texts have at most ${LIMITS.property} characters, as those of events` },
    ];
  }
  return withoutLogin(value) === value ? [] : [{ path, value, expected: WITHOUT_LOGIN }];
}

const NAME = new RegExp(EVENT_NAME_PATTERN, 'u');
const KEY = new RegExp(KEY_PATTERN, 'u');
const WITHOUT_LOGIN = 'without user names and passwords in addresses, which are not stored';
const UNDECIDED = 'may match nothing: it was not possible to decide whether';
const IMPORTED_ONLY = 'can only match imported clicks';
