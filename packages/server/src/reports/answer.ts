import type { Table } from '../http/csv/csv-answer.js';
import { refuse } from '../http/errors.js';
import type { Project } from '../model/project.js';
import type { ReportAnswer } from '../store/reports/question.js';
import type { Store } from '../store/store.js';
import { fault } from '../validation/faults.js';
import { reportTable } from './csv.js';
import { keptFrom, presentReport } from './present.js';
import { parseReport, type ReportRequest } from './request.js';
import type { ReportTurns } from './turns.js';

/** What all reports of a server share. */
export interface Reporting {
  readonly turns: ReportTurns;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Days that sessions are kept; null for as long as the server has them. */
  readonly retentionDays: number | null;
}

type Stores = Pick<Store, 'goals' | 'reports'>;

/** The `data` of a report. Throws an `ApiError` when the body is refused, or too many reports wait. */
export async function answerReport(
  store: Stores,
  reporting: Reporting,
  project: Project,
  body: unknown,
  signal: AbortSignal,
): Promise<object> {
  const { now, retentionDays } = reporting;
  const at = now();
  const request = await read(store, project, body, at);
  const answer = await run(store, reporting, request, signal);
  return presentReport(request, answer, keptFrom(retentionDays, at));
}

/** A report as a table. Throws an `ApiError` as `answerReport` does, and for a body with `queries`. */
export async function answerReportTable(
  store: Stores,
  reporting: Reporting,
  project: Project,
  body: unknown,
  signal: AbortSignal,
): Promise<Table> {
  const request = await read(store, project, body, reporting.now());
  if (request.isSeveral) throw refuse.invalid([fault('queries', 'csv_queries')]);
  return reportTable(request, (query) => {
    const question = { ...request.question, queries: [query] };
    return run(store, reporting, { ...request, question }, signal);
  });
}

async function read({ goals }: Stores, project: Project, body: unknown, now: number): Promise<ReportRequest> {
  const parsed = parseReport(body, { project, goals: await goals.list(project.id), now });
  if (!parsed.ok) throw refuse.invalid(parsed.faults);
  return parsed.request;
}

function run(
  { reports }: Stores,
  { turns }: Reporting,
  { question }: ReportRequest,
  signal: AbortSignal,
): Promise<ReportAnswer> {
  return turns.run(question.projectId, signal, () => reports.answer(question, signal));
}
