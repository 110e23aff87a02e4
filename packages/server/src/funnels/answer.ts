import type { Table } from '../http/csv/csv-answer.js';
import { refuse } from '../http/errors.js';
import type { Project } from '../model/project.js';
import type { Reporting } from '../reports/answer.js';
import { keptFrom } from '../reports/present.js';
import type { FunnelAnswer, FunnelQuestion } from '../store/funnels/question.js';
import type { Store } from '../store/store.js';
import { type Fault, fault } from '../validation/faults.js';
import { funnelTable } from './csv.js';
import { presentFunnel } from './present.js';
import { type FunnelRequest, parseFunnel } from './request.js';
import { withSaved } from './saved.js';

type Stores = Pick<Store, 'goals' | 'funnels' | 'documents'>;

/** The `data` of a funnel. Throws an `ApiError` when the body is refused, or too many reports wait. */
export async function answerFunnel(
  store: Stores,
  reporting: Reporting,
  project: Project,
  body: unknown,
  signal: AbortSignal,
): Promise<object> {
  const at = reporting.now();
  const request = await read(store, project, body, at);
  const answer = await run(store, reporting, request.question, signal);
  return presentFunnel(request, answer, keptFrom(reporting.retentionDays, at));
}

/** A funnel as a table. Throws as `answerFunnel` does. */
export async function answerFunnelTable(
  store: Stores,
  reporting: Reporting,
  project: Project,
  body: unknown,
  signal: AbortSignal,
): Promise<Table> {
  const request = await read(store, project, body, reporting.now());
  return funnelTable(request, (question) => run(store, reporting, question, signal));
}

async function read(
  { goals, documents }: Stores,
  project: Project,
  body: unknown,
  now: number,
): Promise<FunnelRequest> {
  const whole = await withSaved(documents, project.id, body);
  if (!whole.ok) throw refuse.invalid(whole.faults);
  const parsed = parseFunnel(whole.request, { project, goals: await goals.list(project.id), now });
  if (!parsed.ok) throw refuse.invalid(parsed.faults);
  return parsed.request;
}

/** Funnels take turns with the other reports. */
async function run(
  { funnels }: Stores,
  { turns }: Reporting,
  question: FunnelQuestion,
  signal: AbortSignal,
): Promise<FunnelAnswer> {
  const answer = await turns.run(question.projectId, signal, () => funnels.answer(question, signal));
  if (answer === 'too_many_events') throw refuse.invalid([tooManyEvents(question)]);
  return answer;
}

export function tooManyEvents({ ruleEventsMax }: Pick<FunnelQuestion, 'ruleEventsMax'>): Fault {
  return fault('steps', 'rule_events', { events: ruleEventsMax });
}
