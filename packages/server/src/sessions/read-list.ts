import { tooManyEvents } from '../funnels/answer.js';
import { withSaved } from '../funnels/saved.js';
import { refuse } from '../http/errors.js';
import type { Project } from '../model/project.js';
import type { Session } from '../model/session.js';
import type { Reporting } from '../reports/answer.js';
import type { SessionPage, SessionSelection } from '../store/contract/sessions.js';
import type { DocumentStore } from '../store/documents.js';
import type { Store } from '../store/store.js';
import { inside, isRecord } from '../validation/faults.js';
import { type ListSessionsRequest, parseListSessions } from './list-request.js';

type Stores = Pick<Store, 'goals' | 'sessions' | 'funnels' | 'documents'>;

/** Reads a page of a selection. */
export type ListSessions = (
  selection: SessionSelection,
  page: SessionPage,
) => Promise<{ total: number; sessions: Session[] }>;

/** Reads a request. Throws an `ApiError` when it is refused. */
export async function readListRequest(
  { goals, documents }: Stores,
  project: Project,
  body: unknown,
  query: unknown,
  now: number,
): Promise<ListSessionsRequest> {
  const hasFunnel = isRecord(body) && isRecord(body.funnel);
  const asked = { project, goals: hasFunnel ? await goals.list(project.id) : [], now };
  const whole = hasFunnel ? { ...body, funnel: await wholeFunnel(documents, project, body.funnel) } : body;
  const parsed = parseListSessions(whole, query, asked);
  if (!parsed.ok) throw refuse.invalid(parsed.faults);
  return parsed.request;
}

async function wholeFunnel(documents: DocumentStore, { id }: Project, funnel: unknown): Promise<unknown> {
  const whole = await withSaved(documents, id, funnel);
  if (!whole.ok) throw refuse.invalid(inside('funnel', whole.faults));
  return whole.request;
}

/**
 * Lists what a request selects. One with a funnel takes its turn among the reports, and throws an `ApiError` when too many wait,
 * or a rule has too many events.
 */
export function listOf(
  { sessions, funnels }: Stores,
  { turns }: Reporting,
  { funnel }: ListSessionsRequest,
  signal: AbortSignal,
): ListSessions {
  if (funnel === null) return (selection, page) => sessions.list(selection, page);
  return async (selection, page) => {
    const list = () => funnels.list(selection, funnel, page, signal);
    const listed = await turns.run(selection.projectId, signal, list);
    if (listed === 'too_many_events') throw refuse.invalid(inside('funnel', [tooManyEvents(funnel)]));
    return listed;
  };
}
