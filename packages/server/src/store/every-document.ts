import type { Document, DocumentKind, DocumentStore, Owner } from './documents.js';

/** Documents read at a time. */
const PAGE = 500;

/** All documents of a kind and an owner, by id. */
export async function* everyDocument<Body>(
  documents: DocumentStore,
  kind: DocumentKind,
  owner: Owner,
): AsyncGenerator<Document<Body>> {
  for (let after: string | null = null; ; ) {
    const page: Document<Body>[] = await documents.list<Body>(kind, owner, { order: 'asc', after, limit: PAGE });
    yield* page;
    if (page.length < PAGE) return;
    after = page.at(-1)!.id;
  }
}

/** As `everyDocument`, for kinds of which an owner has few. */
export async function allDocuments<Body>(
  documents: DocumentStore,
  kind: DocumentKind,
  owner: Owner,
): Promise<Document<Body>[]> {
  const all: Document<Body>[] = [];
  for await (const document of everyDocument<Body>(documents, kind, owner)) all.push(document);
  return all;
}
