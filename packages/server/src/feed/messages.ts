import type { ProjectId } from '../model/ids.js';
import { PAGE_LIMIT_MAX } from '../model/page.js';
import type { ConversionStore } from '../store/contract/conversions.js';
import type { FeedChange, FeedPosition } from '../store/feed.js';
import { writePosition } from './position.js';

/** Characters that are sent at once, unless one message has more. */
const CHUNK_CHARACTERS = 65_536;
/** How long a client should wait before it connects again, in ms. */
const RETRY_MS = 2000;

/** The first message of a stream. Proxies pass on the headers with it. */
export function opening(position: FeedPosition): string {
  return `retry: ${RETRY_MS}\n${quiet(position)}`;
}

/** A comment that keeps the connection open. Its id tells the client that it has missed nothing so far. */
export function quiet(position: FeedPosition): string {
  return withId(':\n\n', position);
}

/** Says that changes may be missing, and that the stream goes on from here. */
export function reset(position: FeedPosition): string {
  return withId(message('reset', {}), position);
}

/**
 * What followers are told of some changes of a feed: what has become of each conversion by now. A conversion that readers
 * do not see, such as one of a goal version that is not live yet, is left out. Only the last message has an id, so that a
 * client that loses the connection before it gets all of them again.
 */
export async function messagesOf(
  conversions: ConversionStore,
  projectId: ProjectId,
  changes: readonly FeedChange[],
  next: FeedPosition,
): Promise<string[]> {
  const seen = await seenAmong(conversions, projectId, changes);
  const lastOf = {
    made: new Map(changes.flatMap(({ kind, id }, index) => (kind === 'made' ? [[id, index]] : []))),
    removed: new Map(changes.flatMap(({ kind, id }, index) => (kind === 'removed' ? [[id, index]] : []))),
  };
  const messages = changes.flatMap(({ kind, id }, index) => {
    if (index !== lastOf[kind].get(id)) return [];
    const conversion = seen.get(id);
    if (kind === 'made') return conversion ? [message('conversion', conversion)] : [];
    // Replaced by another conversion with its id: by a trusted event, in place of a public one.
    const isReplaced = (lastOf.made.get(id) ?? -1) > index;
    return !conversion || isReplaced ? [message('removed', { id })] : [];
  });
  const last = messages.pop();
  return last === undefined ? [quiet(next)] : [...messages, withId(last, next)];
}

/** Joins messages to texts of about `CHUNK_CHARACTERS`. */
export function inChunks(messages: readonly string[]): string[] {
  const chunks: string[] = [];
  let chunk = '';
  for (const message of messages) {
    chunk += message;
    if (chunk.length < CHUNK_CHARACTERS) continue;
    chunks.push(chunk);
    chunk = '';
  }
  return chunk === '' ? chunks : [...chunks, chunk];
}

function message(event: string, data: object): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

function withId(message: string, position: FeedPosition): string {
  return `id: ${writePosition(position)}\n${message}`;
}

/** Those of the changed conversions that readers see now, by id, as `expand` gives them. */
async function seenAmong(
  conversions: ConversionStore,
  projectId: ProjectId,
  changes: readonly FeedChange[],
): Promise<Map<string, object>> {
  const ids = new Set(changes.map(({ id }) => id));
  const times = changes.map(({ occurredAt }) => occurredAt);
  const selection = {
    projectId,
    sessionIds: [...new Set(changes.map(({ sessionId }) => sessionId))],
    period: { from: Math.min(...times), until: Math.max(...times) + 1 },
    types: null,
  };
  const seen = new Map<string, object>();
  let after = null;
  do {
    const page = await conversions.list(selection, { limit: PAGE_LIMIT_MAX, after });
    for (const conversion of JSON.parse(page.json) as { id: string }[]) {
      if (ids.has(conversion.id)) seen.set(conversion.id, conversion);
    }
    after = page.next;
  } while (after);
  return seen;
}
