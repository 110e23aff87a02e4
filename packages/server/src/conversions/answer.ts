import type { Readable } from 'node:stream';
import { answerList, success } from '../http/list-answer.js';
import { presentCount } from '../model/json/conversion.js';
import type { Store } from '../store/store.js';
import type { ConversionsRequest } from './request.js';

type Conversions = Pick<Store, 'conversions' | 'sessions'>;

/** The JSON text of the answer; a stream of it when there is more than one page of a list. */
export async function answerConversions(store: Conversions, request: ConversionsRequest): Promise<string | Readable> {
  if (request.asked.key === 'count') return success(JSON.stringify(await countEntries(store, request)));
  const { asked, selection } = request;
  const { conversions } = store;
  return answerList(
    (one) => (asked.expand ? conversions.list(selection, one) : conversions.ids(selection, one)),
    asked.page,
  );
}

/** One entry for each id asked for, in that order, repeats included. */
async function countEntries(store: Conversions, { asked, selection }: ConversionsRequest): Promise<unknown[]> {
  const { sessionIds, expand } = asked;
  const counts = new Map((await store.conversions.count(selection)).map((count) => [count.sessionId, count]));
  if (!expand) return sessionIds.map((id) => String(counts.get(id)?.count ?? 0));
  const known = await store.sessions.known(selection.projectId, sessionIds);
  return sessionIds.map((id) => presentCount(id, known.has(id), counts.get(id)));
}
