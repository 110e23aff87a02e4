import { parseGoal } from '../../../goals/definition.js';
import {
  COUNTING_MODES,
  GOAL_TYPES,
  type GoalDefinition,
  TEXT_MATCHES,
  type TextRule,
  type TypedRule,
  URL_PARTS,
  VALUES_FROM,
  type ValueFrom,
} from '../../../model/goal.js';
import { choice, list, optional, requiredText, text } from '../../../settings/kinds.js';
import type { Setting, Values } from '../../../settings/setting.js';
import type { Fault } from '../../../validation/faults.js';
import { flagNamedAfter, inFlags } from '../../in-flags.js';
import { UsageError } from '../../settings.js';

const MATCHES = TEXT_MATCHES.join('|');

/** "prefix:/projects/" */
function textRule(about: { readonly flag: string; readonly about: string }): Setting<TextRule | null> {
  return optional({
    ...about,
    value: 'how:pattern',
    read: (given) => {
      const [how, pattern] = split(':')(given!);
      const match = TEXT_MATCHES.find((one) => one === how);
      if (match !== undefined && pattern !== undefined) return { ok: true, value: { match, pattern } };
      return { ok: false, expected: `${MATCHES}, a colon, and a pattern, such as prefix:/thanks` };
    },
  });
}

/** The flags that define a rule. */
export const ruleFlags = {
  type: choice({ flag: 'type', about: 'what converts' }, GOAL_TYPES),
  match: textRule({ flag: 'match', about: `for url: ${MATCHES}, a colon, and the pattern` }),
  on: optional(choice({ flag: 'on', about: 'for url: the part of the URL to compare (default: path)' }, URL_PARTS)),
  selector: text({ flag: 'selector', value: 'css', about: 'for click: CSS selector of the clicked element' }),
  text: text({ flag: 'text', about: 'for click: full text of the element' }),
  href: textRule({ flag: 'href', about: 'for click: target of the link, in the form of --match' }),
  event: text({ flag: 'event', value: 'name', about: 'for event: its name' }),
  property: {
    ...list(
      { flag: 'property', value: 'name=value', about: 'for event: a property it must have; may be repeated' },
      (given): given is string => given.indexOf('=') > 0,
      'a name, "=" and a value',
    ),
    holdsCommas: true,
  },
};

/** The flags that define a goal. */
export const goalFlags = {
  key: requiredText({
    flag: 'key',
    about: 'identifies the goal in conversion ids: lower-case letters, digits, hyphens',
  }),
  name: requiredText({ flag: 'name', about: 'name for people' }),
  count: choice(
    { flag: 'count', about: 'every matching event, or once per session', default: 'every' },
    COUNTING_MODES,
  ),
  ...ruleFlags,
  value: text({ flag: 'value', value: 'decimal', about: 'fixed value of each conversion, such as 49.00' }),
  currency: text({ flag: 'currency', value: 'code', about: 'currency of the value, such as EUR' }),
  valueFrom: optional(
    choice(
      { flag: 'value-from', about: 'where the value comes from (default: goal if it has one, otherwise the event)' },
      VALUES_FROM,
    ),
  ),
};

export type RuleValues = Values<typeof ruleFlags>;
type GoalValues = Values<typeof goalFlags>;

/**
 * The goal that the flags describe. `ownValue`: where its value comes from unless a flag says it.
 *
 * @throws {UsageError} with one sentence for each fault.
 */
export function goalFromFlags(values: GoalValues, ownValue: ValueFrom): GoalDefinition {
  const { key, name, count, value, currency, valueFrom: value_from } = values;
  const body = { key, name, count, value, currency, value_from, ...ruleFromFlags(values) };
  return parsedFromFlags(values, parseGoal(body, ownValue)).goal;
}

/**
 * `parsed` when it is ok and no flag is missing or misplaced. Without `values` no flag is about the rule.
 *
 * @throws {UsageError} with the faults of the flags and of the parsed body together.
 */
export function parsedFromFlags<
  P extends { readonly ok: true } | { readonly ok: false; readonly faults: readonly Fault[] },
>(values: RuleValues | null, parsed: P): Extract<P, { readonly ok: true }> {
  const wrongFlags = values === null ? [] : [...missingFlags(values), ...strayFlags(values)];
  if (parsed.ok && wrongFlags.length === 0) return parsed as Extract<P, { readonly ok: true }>;
  const faults = parsed.ok
    ? []
    : parsed.faults.filter(({ path }) => wrongFlags.length === 0 || !path.startsWith('rule'));
  throw new UsageError([...wrongFlags, ...faults.map((one) => inFlags(one, goalFlagOf))]);
}

const MISSING: Record<TypedRule['type'], { readonly oneOf: readonly (keyof RuleValues)[]; readonly sentence: string }> =
  {
    url: { oneOf: ['match'], sentence: '--match is required for type url, such as --match prefix:/thanks' },
    click: {
      oneOf: ['selector', 'text', 'href'],
      sentence: '--selector, --text or --href is required for type click, such as --selector a.buy',
    },
    event: { oneOf: ['event'], sentence: '--event is required for type event, such as --event purchase' },
  };

function missingFlags(values: RuleValues): string[] {
  const { oneOf, sentence } = MISSING[values.type];
  return oneOf.some((flag) => isGiven(values[flag])) ? [] : [sentence];
}

/** Ignoring such flags would make the goal count more than was intended. */
function strayFlags(values: RuleValues): string[] {
  return Object.entries(RULE_FLAGS)
    .filter(([type]) => type !== values.type)
    .flatMap(([type, flags]) =>
      flags
        .filter((flag) => isGiven(values[flag]))
        .map((flag) => `--${flag} is for type ${type}; this goal is of type ${values.type}`),
    );
}

/** Whether a flag says something about the rule. */
export function isRuleGiven({ type, ...values }: Omit<RuleValues, 'type'> & { readonly type: unknown }): boolean {
  const flags = Object.values(RULE_FLAGS).flat();
  return type !== null || flags.some((flag) => isGiven(values[flag]));
}

const RULE_FLAGS = { url: ['match', 'on'], click: ['selector', 'text', 'href'], event: ['event', 'property'] } as const;

function isGiven(value: RuleValues[keyof RuleValues]): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== null;
}

/** The rule as an API body, so that the command line and the API share one validation. */
export function ruleFromFlags(values: RuleValues): object {
  return { type: values.type, rule: toRule(values) };
}

function toRule({ type, match, on, selector, text: wholeText, href, event, property }: RuleValues): object {
  switch (type) {
    case 'url':
      return { ...match, on };
    case 'click':
      return { selector, text: wholeText, href };
    case 'event':
      return { name: event, ...(property.length > 0 && { properties: Object.fromEntries(property.map(split('='))) }) };
  }
}

function split(separator: string): (text: string) => [string, string | undefined] {
  return (whole) => {
    const at = whole.indexOf(separator);
    return at < 0 ? [whole, undefined] : [whole.slice(0, at), whole.slice(at + 1)];
  };
}

const FLAGS: Readonly<Record<string, string>> = {
  'rule.pattern': '--match',
  'rule.selector': '--selector',
  'rule.text': '--text',
  'rule.href.pattern': '--href',
  'rule.name': '--event',
  'rule.properties': '--property',
};

export function goalFlagOf(path: string): string {
  return FLAGS[path] ?? flagNamedAfter(path);
}
