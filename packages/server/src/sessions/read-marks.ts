import type { ProjectId, SessionId } from '../model/ids.js';
import type { Session } from '../model/session.js';
import { changeDocument, removeDocument } from '../store/change-document.js';
import type { DocumentName, DocumentStore } from '../store/documents.js';
import { presentSession } from './present.js';

/** What people say about a session. */
export const READ_STATUSES = ['read', 'unread'] as const;
export type ReadStatus = (typeof READ_STATUSES)[number];

interface Mark {
  readonly status: ReadStatus;
}

/** Sessions marked at a time: each is a write of its own. */
const MARKED_AT_ONCE = 10;

/** Sessions in API form as in a list: each with what people say about it. */
export async function presentListed(
  documents: DocumentStore,
  projectId: ProjectId,
  sessions: readonly Session[],
): Promise<object[]> {
  const ids = sessions.map(({ id }) => id);
  const marks = await documents.findAll<Mark>('read-session', projectId, ids);
  return sessions.map((session) => ({
    ...presentSession(session),
    read_status: marks.get(session.id)?.body.status ?? null,
  }));
}

/** Marks sessions, which must exist; null takes the mark away. It is erased with its session. */
export async function markSessions(
  documents: DocumentStore,
  projectId: ProjectId,
  ids: readonly SessionId[],
  status: ReadStatus | null,
): Promise<void> {
  for (let start = 0; start < ids.length; start += MARKED_AT_ONCE) {
    const some = ids.slice(start, start + MARKED_AT_ONCE);
    await Promise.all(some.map((id) => mark(documents, { kind: 'read-session', owner: projectId, id }, status)));
  }
}

async function mark(documents: DocumentStore, name: DocumentName, status: ReadStatus | null): Promise<void> {
  if (status === null) await removeDocument(documents, name);
  else await changeDocument<Mark>(documents, name, (kept) => (kept?.status === status ? null : { status }));
}
