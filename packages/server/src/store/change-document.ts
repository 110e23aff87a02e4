import type { Document, DocumentName, DocumentStore } from './documents.js';
import { StoreUnavailable } from './store.js';

/** Tries of a change before the others are too many. */
const TRIES_MAX = 20;

/**
 * Changes a document, whatever others do meanwhile. `change` gets the body as it is, null if there is none, and is called again
 * when another change came first. It returns the new body, or null to leave the document as it is. Returns the document
 * afterwards. Rejects with `StoreUnavailable` when others are first every time.
 */
export function changeDocument<Body>(
  documents: DocumentStore,
  name: DocumentName,
  change: (body: Body | null) => Body | null,
): Promise<Document<Body> | null> {
  return untilFirst(name, async () => {
    const before = await documents.find<Body>(name);
    const body = change(before?.body ?? null);
    return body === null ? before : documents.put(name, before?.revision ?? null, body);
  });
}

/**
 * Removes a document, whatever it has become as far as `isDue` lets it. False when there is none, or it stays. Rejects as
 * `changeDocument` does.
 */
export function removeDocument<Body>(
  documents: DocumentStore,
  name: DocumentName,
  isDue: (body: Body) => boolean = () => true,
): Promise<boolean> {
  return untilFirst(name, async () => {
    const found = await documents.find<Body>(name);
    if (!found || !isDue(found.body)) return false;
    return (await documents.remove(name, found.revision)) === 'removed' ? true : 'changed';
  });
}

/** Tries again while another change comes first. */
async function untilFirst<Result>(
  { kind, id }: DocumentName,
  attempt: () => Promise<Result | 'changed'>,
): Promise<Result> {
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    const result = await attempt();
    if (result !== 'changed') return result;
  }
  throw new StoreUnavailable(`${kind} ${id} is being changed by too many others`);
}
