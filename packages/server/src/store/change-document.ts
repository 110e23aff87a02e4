import type { Document, DocumentName, DocumentStore } from './documents.js';
import { StoreUnavailable } from './store.js';

/** Tries of a change before the others are too many. */
const TRIES_MAX = 20;

/**
 * Changes a document, whatever others do meanwhile. `change` gets the body as it is, null if there is none, and is called again
 * when another change came first. It returns the new body, or null to leave the document as it is. Returns the document
 * afterwards. Rejects with `StoreUnavailable` when others are first every time.
 */
export async function changeDocument<Body>(
  documents: DocumentStore,
  name: DocumentName,
  change: (body: Body | null) => Body | null,
): Promise<Document<Body> | null> {
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    const before = await documents.find<Body>(name);
    const body = change(before?.body ?? null);
    if (body === null) return before;
    const after = await documents.put(name, before?.revision ?? null, body);
    if (after !== 'changed') return after;
  }
  throw new StoreUnavailable(`${name.kind} ${name.id} is being changed by too many others`);
}
