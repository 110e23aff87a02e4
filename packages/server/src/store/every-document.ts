import type { Document, DocumentKind, DocumentStore, Owner } from './documents.js';

/** Documents read at a time. */
const PAGE = 500;

/** All documents of a kind and an owner whose ids begin with `prefix`, by id. */
export async function* everyDocument<Body>(
  documents: DocumentStore,
  kind: DocumentKind,
  owner: Owner,
  prefix = '',
): AsyncGenerator<Document<Body>> {
  // An id is longer than its prefix, so it comes after it.
  for (let after = prefix === '' ? null : prefix; ; ) {
    const page: Document<Body>[] = await documents.list<Body>(kind, owner, { order: 'asc', after, limit: PAGE });
    const matching = page.filter(({ id }) => id.startsWith(prefix));
    yield* matching;
    if (matching.length < PAGE) return;
    after = matching.at(-1)!.id;
  }
}

/** As `everyDocument`, where there are few. */
export async function allDocuments<Body>(
  documents: DocumentStore,
  kind: DocumentKind,
  owner: Owner,
  prefix = '',
): Promise<Document<Body>[]> {
  const all: Document<Body>[] = [];
  for await (const document of everyDocument<Body>(documents, kind, owner, prefix)) all.push(document);
  return all;
}
