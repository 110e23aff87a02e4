import { parseTypedRule } from '../goals/typed-rule.js';
import type { Parsed } from '../http/session-query.js';
import type { FunnelStep } from '../model/funnels/path.js';
import type { Goal } from '../model/goal.js';
import type { GoalKey } from '../model/ids.js';
import { anyOf, type Fault, fault, inside } from '../validation/faults.js';
import { checker } from '../validation/schema.js';
import { GoalStep, StepName } from './step-schemas.js';

/** A step with the name that it is shown by. */
export type NamedStep = FunnelStep & { readonly name: string };

const goalChecker = checker(GoalStep);
const nameChecker = checker(StepName);

/** Reads the steps of a funnel. `goals`: those of the project. */
export function parseSteps(given: readonly object[], goals: readonly Goal[]): Parsed<NamedStep[]> {
  const parsed = given.map((step, index) => parseStep(step, `steps.${index}`, goals));
  const faults = parsed.flatMap((step) => (step.ok ? [] : step.faults));
  if (anyOf(faults)) return { ok: false, faults };
  return { ok: true, request: parsed.flatMap((step) => (step.ok ? [step.request] : [])) };
}

/** null is the same as absent. */
function parseStep(given: object, path: string, goals: readonly Goal[]): Parsed<NamedStep> {
  const step = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null));
  const isRule = 'name' in step || 'type' in step || 'rule' in step;
  if ('goal' in step === isRule) return { ok: false, faults: [fault(path, 'step', { field: path })] };
  return isRule ? parseRule(step, path) : parseGoalStep(step, path, goals);
}

function parseGoalStep(step: object, path: string, goals: readonly Goal[]): Parsed<NamedStep> {
  const checked = goalChecker.check(step);
  if (!checked.ok) return { ok: false, faults: inside(path, checked.faults) };
  const { goal: key } = checked.value;
  const goal = goals.find((one) => one.key === key);
  if (!goal) return { ok: false, faults: [fault(`${path}.goal`, 'unknown_goal', { key })] };
  return { ok: true, request: { goal: key as GoalKey, name: goal.name } };
}

function parseRule(step: object, path: string): Parsed<NamedStep> {
  const named = nameChecker.check(step);
  const rule = parseTypedRule(step);
  const faults: Fault[] = [...(named.ok ? [] : named.faults), ...(rule.ok ? [] : rule.faults)];
  if (anyOf(faults)) return { ok: false, faults: inside(path, faults) };
  if (!named.ok || !rule.ok) throw new Error('a step with faults');
  return { ok: true, request: { typed: rule.typed, name: named.value.name } };
}
