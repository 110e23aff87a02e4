import type { Readable } from 'node:stream';
import { answerList, success } from '../http/list-answer.js';
import type { Store } from '../store/store.js';
import type { VisitsRequest } from './request.js';

type Visits = Pick<Store, 'visits' | 'sessions'>;

/** The answer as JSON text, or as a stream of it when a list is longer than a page. */
export async function answerVisits(store: Visits, request: VisitsRequest): Promise<string | Readable> {
  if (request.fields.key === 'count') return success(JSON.stringify(await countEntries(store, request)));
  const { fields, selection } = request;
  const { visits } = store;
  return answerList(
    (page) => (fields.expand ? visits.list(selection, page) : visits.ids(selection, page)),
    fields.page,
  );
}

/** One entry per requested id, in the order of the request, repeats included. */
async function countEntries({ visits, sessions }: Visits, { fields, selection }: VisitsRequest): Promise<unknown[]> {
  const { sessionIds, expand } = fields;
  const counts = await visits.count(selection);
  if (!expand) return sessionIds.map((id) => String(counts.get(id) ?? 0));
  const known = await sessions.known(selection.projectId, sessionIds);
  return sessionIds.map((id) => ({ session_id: id, known: known.has(id), count: counts.get(id) ?? 0 }));
}
