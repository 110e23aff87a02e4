import { isDeepStrictEqual } from 'node:util';
import {
  DOCUMENT_KINDS,
  type Document,
  type DocumentKind,
  type DocumentStore,
  type Owner,
} from '../store/documents.js';
import { everyDocument } from '../store/every-document.js';

/** The documents of a project, or those of the installation when `owner` is null, in the order of their kinds and ids. */
export async function* documentsOf(
  documents: DocumentStore,
  owner: Owner,
): AsyncGenerator<{ readonly kind: DocumentKind; readonly document: Document }> {
  for (const kind of DOCUMENT_KINDS) {
    for await (const document of everyDocument(documents, kind, owner)) yield { kind, document };
  }
}

/** Makes the target's documents of an owner those of the source. Their revisions are the target's own. */
export async function copyDocuments(source: DocumentStore, target: DocumentStore, owner: Owner): Promise<void> {
  for await (const { kind, document } of documentsOf(source, owner)) {
    const name = { kind, owner, id: document.id };
    const present = await target.find(name);
    if (isDeepStrictEqual(present?.body, document.body)) continue;
    await target.put(name, present?.revision ?? null, document.body);
  }
  for await (const { kind, document } of documentsOf(target, owner)) {
    const name = { kind, owner, id: document.id };
    if (!(await source.find(name))) await target.remove(name, document.revision);
  }
}
