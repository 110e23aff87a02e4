import type { ProjectId } from '../../model/ids.js';
import {
  DOCUMENT_KINDS,
  type Document,
  type DocumentKind,
  type DocumentName,
  type DocumentPage,
  type DocumentStore,
  type Owner,
} from '../../store/documents.js';
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
const IS_KEPT = "NOT JSONExtractBool(body, 'removed')";
/** After all ids, which are printable ASCII. */
const LAST = '\x7f';

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
    list: async <Body>(kind: DocumentKind, owner: Owner, { order, after, limit }: DocumentPage) => {
      const first = placeOf({ kind, owner, id: '' });
      const beyond = first + (after ?? (order === 'asc' ? '' : LAST));
      const ends = order === 'asc' ? { above: beyond, below: first + LAST } : { above: first, below: beyond };
      const listed = await catalogue.range<Kept>(KIND, { ...ends, order, where: IS_KEPT, limit });
      return listed.flatMap(({ id, body }) => documentOf<Body>(id.slice(first.length), body) ?? []);
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

function change<Answer>(
  catalogue: Catalogue,
  name: DocumentName,
  expected: number | null,
  make: (revision: number) => { readonly body: Kept; readonly answer: Answer },
): Promise<Answer | 'changed'> {
  return catalogue.change<Kept, Answer | 'changed'>(KIND, placeOf(name), (kept) => {
    const current = kept === null || kept.removed ? null : kept.revision;
    if (current !== expected) return { body: null, answer: 'changed' };
    return make((kept?.revision ?? 0) + 1);
  });
}

function documentOf<Body>(id: string, { revision, removed, body }: Kept): Document<Body> | null {
  return removed ? null : { id, revision, body: body as Body };
}

function placeOf({ kind, owner, id }: DocumentName): string {
  return `${kind} ${owner ?? ''} ${id}`;
}

/** What the ids of all documents of a project in the catalogue begin with. */
export function placesOfOwner(owner: ProjectId): string[] {
  return DOCUMENT_KINDS.map((kind) => placeOf({ kind, owner, id: '' }));
}
