import { isSigned, SIGNATURE_MARK } from '../../access/signing.js';
import { refuse } from '../../http/errors.js';
import type { Origin } from '../../model/event.js';
import type { SessionId } from '../../model/ids.js';
import type { Project } from '../../model/project.js';

import { fault } from '../../validation/faults.js';

/** The session that a request names, and the signature after it, if there is one. */
export interface NamedSession {
  readonly id: SessionId;
  readonly signature: string | null;
}

/** Splits `ID` or `ID~SIGNATURE`, which the schema of the body has checked. */
export function namedSession(text: string): NamedSession {
  const [id, signature = null] = text.split(SIGNATURE_MARK) as [SessionId, string?];
  return { id, signature };
}

/**
 * Checks a session id against the project's `page_session_ids`. A wrong signature is refused whatever the setting, so that
 * a site can see that its signatures are right before it requires them.
 *
 * @throws {ApiError} when the id is refused.
 */
export function requireAllowed(project: Project, { id, signature }: NamedSession, origin: Origin, now: number): void {
  const { pageSessionIds, signingSecrets } = project;
  if (origin === 'public' && pageSessionIds === 'refuse') throw refused('page_session_refused');
  if (signature === null) {
    if (origin === 'public' && pageSessionIds === 'signed') throw refused('page_session_unsigned');
    return;
  }
  if (!isSigned(signingSecrets, { projectId: project.id, id, signature }, now)) throw refused('page_session_signature');
}

function refused(sentence: 'page_session_refused' | 'page_session_unsigned' | 'page_session_signature') {
  return refuse.invalid([fault('session_id', sentence)]);
}
