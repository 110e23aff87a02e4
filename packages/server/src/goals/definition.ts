import type { Static, TSchema } from 'typebox';
import { type Goal, type GoalDefinition, type TypedRule, type ValueFrom, valueFromOf } from '../model/goal.js';
import type { GoalKey } from '../model/ids.js';
import { anyOf, type Fault, type Faults, fault, isRecord, shown } from '../validation/faults.js';
import { type Checker, checker } from '../validation/schema.js';
import { GOAL_BODIES, type GoalBody as GoalBodySchema, type GoalResource, UntypedGoalBody } from './goal-schemas.js';
import { compilationFaults, hasGoalType, isGoalType, ruleFaults, toTypedRule } from './typed-rule.js';

export type ParsedGoal =
  | { readonly ok: true; readonly goal: GoalDefinition }
  | { readonly ok: false; readonly faults: Faults };

const checkers = {
  url: checker(GOAL_BODIES.url),
  click: checker(GOAL_BODIES.click),
  event: checker(GOAL_BODIES.event),
};
const untypedChecker = checker(UntypedGoalBody);

type GoalBody = Static<typeof GoalBodySchema>;

/**
 * Parses the body of a goal. The rule of a returned goal is known to compile, and some event can match it. `ownValue`: where
 * the value of a conversion comes from unless the goal has one or says it.
 */
export function parseGoal(body: unknown, ownValue: ValueFrom = 'event'): ParsedGoal {
  return parse(body, ownValue, ruleFaults);
}

function parse(body: unknown, ownValue: ValueFrom, faultsOf: (rule: TypedRule) => Fault[]): ParsedGoal {
  const chosen: Checker<TSchema> = hasGoalType(body) ? checkers[body.type] : untypedChecker;
  const checked = chosen.check(body);
  if (!checked.ok) return checked;

  const goal = toDefinition(checked.value as GoalBody, ownValue);
  const further = [...faultsOf(goal), ...moneyFaults(goal), ...valueFromFaults(goal)];
  return anyOf(further) ? { ok: false, faults: further } : { ok: true, goal };
}

/**
 * Applies the body of a PATCH. Absent fields keep their values; null clears `value` and `currency`, and means absent
 * elsewhere. A rule is replaced as a whole. The key cannot change, and a new type needs a new rule.
 */
export function changeGoal(current: GoalDefinition, patch: unknown, ownValue: ValueFrom = 'event'): ParsedGoal {
  if (!isRecord(patch)) {
    return { ok: false, faults: [fault('body', 'wrong_body', { expected: 'a JSON object', value: shown(patch) })] };
  }
  const given = Object.fromEntries(
    Object.entries(patch).filter(([field, value]) => value !== null || field === 'value' || field === 'currency'),
  );
  const faults = [...keyFaults(current, given), ...typeFaults(current, given)];
  // A value that comes or goes decides where the value comes from.
  const before = 'value' in given ? current : { ...current, value_from: valueFromOf(current) };
  if (anyOf(faults)) return { ok: false, faults };
  // A goal that was saved before impossible rules were refused can still be renamed.
  return parse({ ...before, ...given }, ownValue, given.rule === undefined ? compilationFaults : ruleFaults);
}

/** Formats a goal for the API. */
export function presentGoal(goal: Goal): Static<typeof GoalResource> {
  const { key, name, type, rule, count, value, currency, version, matching } = goal;
  const value_from = valueFromOf(goal);
  const { state, examined, matched, total } = matching;
  const shown = { state, examined, matched, total };
  const resource = { key, name, type, rule, count, value, currency, value_from, version, matching: shown };
  return resource as Static<typeof GoalResource>;
}

function toDefinition(body: GoalBody, ownValue: ValueFrom): GoalDefinition {
  const { key, name, count, value, currency, value_from } = body;
  return {
    ...toTypedRule(body),
    key: key as GoalKey,
    name,
    count: count ?? 'every',
    value: value ?? null,
    currency: currency ?? null,
    valueFrom: value_from ?? (value == null ? ownValue : 'goal'),
  };
}

function moneyFaults({ value, currency }: GoalDefinition): Fault[] {
  if ((value === null) === (currency === null)) return [];
  const [field, given] = value === null ? ['value', 'currency'] : ['currency', 'value'];
  return [fault(field, 'goal_money', { field, given })];
}

function valueFromFaults({ value, valueFrom }: GoalDefinition): Fault[] {
  if ((value !== null) === (valueFrom === 'goal')) return [];
  if (value === null) return [fault('value', 'goal_value')];
  return [fault('value_from', 'goal_value_from', { value: shown(valueFrom) })];
}

function keyFaults(current: GoalDefinition, { key }: Record<string, unknown>): Fault[] {
  if (key === undefined || key === current.key) return [];
  return [fault('key', 'goal_key', { key: shown(current.key), value: shown(key) })];
}

function typeFaults(current: GoalDefinition, { type, rule }: Record<string, unknown>): Fault[] {
  if (!isGoalType(type) || type === current.type || rule !== undefined) return [];
  return [fault('rule', 'goal_type', { type, current: current.type })];
}
