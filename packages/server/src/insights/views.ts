import type { ProjectId } from '../model/ids.js';
import { isUlid, nextUlid } from '../model/ulid.js';
import { changeDocument, removeDocument } from '../store/change-document.js';
import type { Document, DocumentName, DocumentStore } from '../store/documents.js';
import { allDocuments } from '../store/every-document.js';

/** Views of a project. */
export const VIEWS_MAX = 200;

/** A view as it is stored. */
export interface View {
  readonly label: string;
  readonly data: object;
}

/** Names the default view of a project; one document. */
interface Default {
  readonly viewId: string | null;
}

/** The saved views of projects. */
export class Views {
  readonly #documents: DocumentStore;

  constructor(documents: DocumentStore) {
    this.#documents = documents;
  }

  async find(owner: ProjectId, id: string): Promise<Document<View> | null> {
    return isUlid(id) ? this.#documents.find<View>(viewName(owner, id)) : null;
  }

  /** In the order in which they were created. */
  all(owner: ProjectId): Promise<Document<View>[]> {
    return allDocuments<View>(this.#documents, 'view', owner);
  }

  /** `full` when the project has `VIEWS_MAX` views. `now`: milliseconds since 1970. */
  async create(owner: ProjectId, view: View, now: number): Promise<Document<View> | 'full'> {
    if ((await this.all(owner)).length >= VIEWS_MAX) return 'full';
    return (await changeDocument<View>(this.#documents, viewName(owner, nextUlid(now)), () => view))!;
  }

  /** Null when there is no such view. */
  async change(owner: ProjectId, id: string, changes: Partial<View>): Promise<Document<View> | null> {
    if (!isUlid(id)) return null;
    return changeDocument<View>(this.#documents, viewName(owner, id), (view) => view && { ...view, ...changes });
  }

  /** False when there is no such view. */
  async remove(owner: ProjectId, id: string): Promise<boolean> {
    return isUlid(id) && removeDocument(this.#documents, viewName(owner, id));
  }

  /** Null when none is set, or when that view is gone. */
  async default(owner: ProjectId): Promise<Document<View> | null> {
    const chosen = await this.#documents.find<Default>(defaultName(owner));
    const id = chosen?.body.viewId ?? null;
    return id === null ? null : this.find(owner, id);
  }

  /** Null for none. */
  async setDefault(owner: ProjectId, viewId: string | null): Promise<void> {
    await changeDocument<Default>(this.#documents, defaultName(owner), () => ({ viewId }));
  }
}

function viewName(owner: ProjectId, id: string): DocumentName {
  return { kind: 'view', owner, id };
}

function defaultName(owner: ProjectId): DocumentName {
  return { kind: 'view-default', owner, id: 'default' };
}
