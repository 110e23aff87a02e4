import type { Document, DocumentKind, DocumentName, DocumentStore, Owner } from '../../store/documents.js';
import type { Catalogue } from './catalogue.js';

/**
 * The body of a document in the catalogue. It has a revision of its own, because changes that one process makes at the same
 * moment share a revision of the catalogue. A removed document stays as its revision, so that a later one has a higher number.
 */
interface Kept {
  readonly revision: number;
  readonly removed: boolean;
  readonly body: unknown;
}

const KIND = 'document';

export function documentStore(catalogue: Catalogue): DocumentStore {
  const find = async <Body>(name: DocumentName) => {
    const found = await catalogue.find<Kept>(KIND, placeOf(name));
    return found && documentOf<Body>(name.id, found.body);
  };
  return {
    find,
    findAll: async <Body>(kind: DocumentKind, owner: Owner, ids: readonly string[]) => {
      const found = await Promise.all([...new Set(ids)].map((id) => find<Body>({ kind, owner, id })));
      return new Map(found.flatMap((document) => (document ? [[document.id, document] as const] : [])));
    },
    list: async <Body>(kind: DocumentKind, owner: Owner, { order, after, limit }: Page) => {
      const listed = await catalogue.list<Kept>(KIND, listOf(kind, owner));
      const start = listOf(kind, owner).length + 1;
      return listed
        .flatMap(({ id, body }) => documentOf<Body>(id.slice(start), body) ?? [])
        .filter(({ id }) => after === null || (order === 'asc' ? id > after : id < after))
        .sort(({ id: one }, { id: other }) => (one < other === (order === 'asc') ? -1 : 1))
        .slice(0, limit);
    },
    put: <Body>(name: DocumentName, expected: number | null, body: Body) =>
      change<Document<Body> | 'changed'>(catalogue, name, expected, (revision) => ({
        body: { revision, removed: false, body },
        answer: { id: name.id, revision, body },
      })),
    remove: (name, expected) =>
      change<'removed' | 'changed'>(catalogue, name, expected, (revision) => ({
        body: { revision, removed: true, body: null },
        answer: 'removed',
      })),
  };
}

type Page = Parameters<DocumentStore['list']>[2];

function change<Answer>(
  catalogue: Catalogue,
  name: DocumentName,
  expected: number | null,
  make: (revision: number) => { readonly body: Kept; readonly answer: Answer },
): Promise<Answer | 'changed'> {
  const owner = () => listOf(name.kind, name.owner);
  return catalogue.change<Kept, Answer | 'changed'>(
    KIND,
    placeOf(name),
    (kept) => {
      const current = kept === null || kept.removed ? null : kept.revision;
      if (current !== expected) return { body: null, answer: 'changed' };
      return make((kept?.revision ?? 0) + 1);
    },
    { owner },
  );
}

function documentOf<Body>(id: string, { revision, removed, body }: Kept): Document<Body> | null {
  return removed ? null : { id, revision, body: body as Body };
}

/** The catalogue lists by it. */
function listOf(kind: DocumentKind, owner: Owner): string {
  return `${kind} ${owner ?? ''}`;
}

function placeOf({ kind, owner, id }: DocumentName): string {
  return `${listOf(kind, owner)} ${id}`;
}
