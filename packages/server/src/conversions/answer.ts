import { Readable } from 'node:stream';
import { fault } from '../faults.js';
import { refuse } from '../http/errors.js';
import { type JsonPage, PAGE_LIMIT_MAX, PageExpired, type PageRequest, type Store } from '../store/store.js';
import { writeCursor } from './cursor.js';
import { presentCount } from './present.js';
import type { ConversionsRequest } from './request.js';

/** Conversions of a long answer that are read, and held in memory, at a time. */
const STREAMED_AT_A_TIME = PAGE_LIMIT_MAX / 2;

type Conversions = Pick<Store, 'conversions' | 'sessions'>;
type ReadPage = (page: PageRequest) => Promise<JsonPage>;

/** The JSON text of the answer; a stream of it when there is more than one page of a list. */
export async function answerConversions(store: Conversions, request: ConversionsRequest): Promise<string | Readable> {
  if (request.key === 'count') return wrap(JSON.stringify(await countEntries(store, request)));
  const { selection, expand } = request;
  const { conversions } = store;
  const read: ReadPage = (page) => (expand ? conversions.list(selection, page) : conversions.ids(selection, page));
  if (request.page) return pageAnswer(read, request.page);
  const first = await read({ limit: STREAMED_AT_A_TIME, after: null });
  return first.next ? Readable.from(streamAnswer(read, first)) : wrap(first.json);
}

function wrap(data: string): string {
  return `{"error":false,"data":${data}}`;
}

/** One entry for each id asked for, in that order, repeats included. */
async function countEntries(store: Conversions, request: ConversionsRequest): Promise<unknown[]> {
  const { selection, sessionIds, expand } = request;
  const counts = new Map((await store.conversions.count(selection)).map((count) => [count.sessionId, count]));
  if (!expand) return sessionIds.map((id) => String(counts.get(id)?.count ?? 0));
  const known = await store.sessions.known(selection.projectId, sessionIds);
  return sessionIds.map((id) => presentCount(id, known.has(id), counts.get(id)));
}

async function pageAnswer(read: ReadPage, page: PageRequest): Promise<string> {
  try {
    const { json, next } = await read(page);
    return `{"error":false,"data":${json},"next_cursor":${JSON.stringify(next && writeCursor(next))}}`;
  } catch (error) {
    if (!(error instanceof PageExpired)) throw error;
    throw refuse.invalid([
      fault('cursor', 'The cursor has expired, because a goal of the project changed since; start again without it.'),
    ]);
  }
}

/** Should a later page fail, the answer is broken off, which a client sees; it never ends early as if it were whole. */
async function* streamAnswer(read: ReadPage, first: JsonPage): AsyncGenerator<string> {
  let page = first;
  yield `{"error":false,"data":[${entries(page)}`;
  while (page.next) {
    page = await read({ limit: STREAMED_AT_A_TIME, after: page.next });
    yield `,${entries(page)}`;
  }
  yield ']}';
}

/** A page's entries without the brackets around them. A page that follows another is never empty. */
function entries({ json }: JsonPage): string {
  return json.slice(1, -1);
}
