import { Readable } from 'node:stream';
import { PAGE_LIMIT_MAX, type PageRequest } from '../model/page.js';
import type { JsonPage } from '../store/contract/conversions.js';
import { PageExpired } from '../store/store.js';
import { fault } from '../validation/faults.js';
import { writeCursor } from './cursor.js';
import { refuse } from './errors.js';

/** Entries of a long answer that are read and held in memory at a time. */
const STREAMED_AT_A_TIME = PAGE_LIMIT_MAX / 2;

export type ReadPage = (page: PageRequest) => Promise<JsonPage>;

/** The JSON text of a successful answer. */
export function success(data: string): string {
  return `{"error":false,"data":${data}}`;
}

/** A list as an answer: the requested page, or the whole list, streamed if it is long. */
export async function answerList(read: ReadPage, page: PageRequest | null): Promise<string | Readable> {
  if (page) return pageAnswer(read, page);
  const first = await read({ limit: STREAMED_AT_A_TIME, after: null });
  return first.next ? Readable.from(streamAnswer(read, first)) : success(first.json);
}

async function pageAnswer(read: ReadPage, page: PageRequest): Promise<string> {
  try {
    const { json, next } = await read(page);
    return `{"error":false,"data":${json},"next_cursor":${JSON.stringify(next && writeCursor(next))}}`;
  } catch (error) {
    if (!(error instanceof PageExpired)) throw error;
    throw refuse.invalid([fault('cursor', 'cursor_expired')]);
  }
}

/** If a later page fails, the connection closes before the end, so that a client never takes a part for the whole answer. */
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
