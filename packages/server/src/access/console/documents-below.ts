import type { Document, DocumentKind } from '../../store/documents.js';
import type { Store } from '../../store/store.js';

const PAGE = 200;

/** All documents of the installation whose ids begin with `prefix`, by id. */
export async function documentsBelow<Body>(
  { documents }: Pick<Store, 'documents'>,
  kind: DocumentKind,
  prefix: string,
): Promise<Document<Body>[]> {
  const found: Document<Body>[] = [];
  for (let after: string | null = prefix; after !== null; ) {
    const page: Document<Body>[] = await documents.list<Body>(kind, null, {
      order: 'asc',
      after: after || null,
      limit: PAGE,
    });
    const own = page.filter(({ id }) => id.startsWith(prefix));
    found.push(...own);
    after = own.length === PAGE ? own.at(-1)!.id : null;
  }
  return found;
}
