import Type from 'typebox';
import { examples } from '../http/responses.js';
import type { Project } from '../model/project.js';
import { type ParsedPeriod, parsePeriod } from '../period/period.js';
import { DateText, END_DATE, START_DATE } from '../period/period-fields.js';
import type { PreviewQuery } from '../store/contract/goals.js';
import type { Faults } from '../validation/faults.js';
import { ClickRuleSchema, EventRuleSchema, UrlRuleSchema } from '../validation/rule-schemas.js';
import { checker, optional } from '../validation/schema.js';
import { type } from './goal-schemas.js';
import { parseTypedRule } from './typed-rule.js';

const period = { start_date: optional(DateText, START_DATE), end_date: optional(DateText, END_DATE) };

const periodChecker = checker(Type.Object(period));

export const PreviewBody = Type.Object(
  {
    type,
    rule: Type.Union([UrlRuleSchema, ClickRuleSchema, EventRuleSchema], {
      description: 'As for a goal of the type.',
      examples: [{ match: 'prefix', pattern: '/thanks' }],
    }),
    ...period,
  },
  {
    title: 'PreviewRequest',
    description: 'A rule to try on stored events. Unknown fields are ignored, so a whole goal may be sent.',
    ...examples({
      url: { summary: 'Visits', value: { type: 'url', rule: { match: 'prefix', pattern: '/thanks' } } },
      click: {
        summary: 'Clicks of a month',
        value: { type: 'click', rule: { selector: 'a.buy' }, start_date: '2026-01-01', end_date: '2026-01-31' },
      },
    }),
  },
);

export type ParsedPreview =
  | { readonly ok: true; readonly query: PreviewQuery }
  | { readonly ok: false; readonly faults: Faults };

export function parsePreview(body: unknown, project: Project): ParsedPreview {
  const rule = parseTypedRule(body);
  const period = parseBodysPeriod(body, project);
  if (!rule.ok) {
    // If the body is not an object, the rule's faults already say so.
    const others = period.ok ? [] : period.faults.filter(({ path }) => path !== 'body');
    return { ok: false, faults: [...rule.faults, ...others] };
  }
  if (!period.ok) return period;
  return { ok: true, query: { projectId: project.id, typed: rule.typed, period: period.period } };
}

function parseBodysPeriod(body: unknown, project: Project): ParsedPeriod {
  const checked = periodChecker.check(body);
  if (!checked.ok) return checked;
  const { start_date, end_date } = checked.value;
  return parsePeriod({ startDate: start_date ?? null, endDate: end_date ?? null }, project.timeZone);
}
