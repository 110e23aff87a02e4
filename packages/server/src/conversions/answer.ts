import type { Readable } from 'node:stream';
import { answerList, success } from '../http/list-answer.js';
import { presentCount } from '../model/json/conversion.js';
import type { Store } from '../store/store.js';
import type { ConversionsRequest } from './request.js';

type Conversions = Pick<Store, 'conversions' | 'sessions'>;

/** The answer as JSON text, or as a stream of it when a list is longer than a page. */
export async function answerConversions(store: Conversions, request: ConversionsRequest): Promise<string | Readable> {
  if (request.fields.key === 'count') return success(JSON.stringify(await countEntries(store, request)));
  const { fields, selection } = request;
  const { conversions } = store;
  return answerList(
    (page) => (fields.expand ? conversions.list(selection, page) : conversions.ids(selection, page)),
    fields.page,
  );
}

/** One entry per requested id, in the order of the request, repeats included. */
async function countEntries(store: Conversions, { fields, selection }: ConversionsRequest): Promise<unknown[]> {
  const { sessionIds, expand } = fields;
  const counts = new Map((await store.conversions.count(selection)).map((count) => [count.sessionId, count]));
  if (!expand) return sessionIds.map((id) => String(counts.get(id)?.count ?? 0));
  const known = await store.sessions.known(selection.projectId, sessionIds);
  return sessionIds.map((id) => presentCount(id, known.has(id), counts.get(id)));
}
