import type { Readable } from 'node:stream';
import { answerList, success } from '../http/list-answer.js';
import type { Store } from '../store/store.js';
import type { VisitsRequest } from './request.js';

type Visits = Pick<Store, 'visits' | 'sessions'>;

/** The JSON text of the answer; a stream of it when there is more than one page of a list. */
export async function answerVisits(store: Visits, request: VisitsRequest): Promise<string | Readable> {
  if (request.asked.key === 'count') return success(JSON.stringify(await countEntries(store, request)));
  const { asked, selection } = request;
  const { visits } = store;
  return answerList((one) => (asked.expand ? visits.list(selection, one) : visits.ids(selection, one)), asked.page);
}

/** One entry for each id asked for, in that order, repeats included. */
async function countEntries({ visits, sessions }: Visits, { asked, selection }: VisitsRequest): Promise<unknown[]> {
  const { sessionIds, expand } = asked;
  const counts = await visits.count(selection);
  if (!expand) return sessionIds.map((id) => String(counts.get(id) ?? 0));
  const known = await sessions.known(selection.projectId, sessionIds);
  return sessionIds.map((id) => ({ session_id: id, known: known.has(id), count: counts.get(id) ?? 0 }));
}
