import type { Static, TSchema } from 'typebox';
import type { Compiled } from '../matching/compiled.js';
import { compileSelector } from '../matching/selector.js';
import { acceptTextRule } from '../matching/text-rule.js';
import type { ClickRule, TypedRule } from '../model/goal.js';
import { anyOf, type Fault, type Faults, fault, isRecord, shown } from '../validation/faults.js';
import { type Checker, checker } from '../validation/schema.js';
import { RULE_BODIES, UntypedRuleBody } from './goal-schemas.js';
import { impossibleFaults } from './possible-rule.js';

export type ParsedRule =
  | { readonly ok: true; readonly typed: TypedRule }
  | { readonly ok: false; readonly faults: Faults };

const checkers = {
  url: checker(RULE_BODIES.url),
  click: checker(RULE_BODIES.click),
  event: checker(RULE_BODIES.event),
};
const untypedChecker = checker(UntypedRuleBody);

/** A rule as in a body: as its schema says, so fields may be null. */
type RuleBody = Static<(typeof RULE_BODIES)[keyof typeof RULE_BODIES]>;

/** Parses the type and rule of a body. A returned rule is known to compile, and some event can match it. */
export function parseTypedRule(body: unknown): ParsedRule {
  const chosen: Checker<TSchema> = hasGoalType(body) ? checkers[body.type] : untypedChecker;
  const checked = chosen.check(body);
  if (!checked.ok) return checked;
  const typed = toTypedRule(checked.value as RuleBody);
  const further = ruleFaults(typed);
  return anyOf(further) ? { ok: false, faults: further } : { ok: true, typed };
}

export function hasGoalType(body: unknown): body is { readonly type: TypedRule['type'] } {
  return isRecord(body) && isGoalType(body.type);
}

export function isGoalType(value: unknown): value is TypedRule['type'] {
  return typeof value === 'string' && Object.hasOwn(RULE_BODIES, value);
}

/** Copies each known field, so that unknown fields of a body are dropped. */
export function toTypedRule(body: RuleBody): TypedRule {
  switch (body.type) {
    case 'url': {
      const { match, pattern, on } = body.rule;
      return { type: 'url', rule: { match, pattern, on: on ?? 'path' } };
    }
    case 'click': {
      const { selector, text, href } = body.rule;
      const rule = {
        ...(selector != null && { selector }),
        ...(text != null && { text }),
        ...(href != null && { href: { match: href.match, pattern: href.pattern } }),
      };
      return { type: 'click', rule };
    }
    case 'event': {
      const { name, properties } = body.rule;
      return { type: 'event', rule: { name, ...(properties != null && { properties }) } };
    }
  }
}

/** Faults that a schema cannot express: the rule does not compile, or no event can match it. */
export function ruleFaults(typed: TypedRule): Fault[] {
  const faults = compilationFaults(typed);
  return anyOf(faults) ? faults : impossibleFaults(typed);
}

/** Faults of a rule that does not compile. */
export function compilationFaults({ type, rule }: TypedRule): Fault[] {
  switch (type) {
    case 'url':
      return compileFaults('rule.pattern', rule.pattern, acceptTextRule(rule));
    case 'click':
      return clickFaults(rule);
    case 'event':
      return [];
  }
}

function clickFaults({ selector, text, href }: ClickRule): Fault[] {
  if (selector === undefined && text === undefined && href === undefined) {
    return [fault('rule', 'click_rule')];
  }
  return [
    ...(selector === undefined ? [] : compileFaults('rule.selector', selector, compileSelector(selector))),
    ...(href === undefined ? [] : compileFaults('rule.href.pattern', href.pattern, acceptTextRule(href))),
  ];
}

function compileFaults<Input>(path: string, text: string, compiled: Compiled<Input>): Fault[] {
  return compiled.ok ? [] : [fault(path, 'wrong', { field: path, expected: compiled.reason, value: shown(text) })];
}
