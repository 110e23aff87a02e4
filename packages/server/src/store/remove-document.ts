import type { DocumentName, DocumentStore } from './documents.js';
import { StoreUnavailable } from './store.js';

const TRIES_MAX = 20;

/** Removes a document, whatever it has become. False when there is none. Rejects as `changeDocument` does. */
export async function removeDocument(documents: DocumentStore, name: DocumentName): Promise<boolean> {
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    const found = await documents.find(name);
    if (!found) return false;
    if ((await documents.remove(name, found.revision)) === 'removed') return true;
  }
  throw new StoreUnavailable(`${name.kind} ${name.id} is being changed by too many others`);
}
