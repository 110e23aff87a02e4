import { LRUCache } from 'lru-cache';
import type { Client } from '../../collect/client.js';
import type { Visitor } from '../../collect/visitor.js';
import type { ProjectId, SessionId } from '../../ids.js';

/**
 * So long something that was stored is taken to be there still, in ms. It goes when its session is erased, of which a
 * process that did not do that does not hear; should the session go on, it is stored again after this time.
 */
const BELIEVED_MS = 60_000;
const BELIEVED_MAX = 50_000;

/** What this process has stored of sessions beside their events, or found stored, so that it need not do so at each event. */
export class Lately {
  readonly #visitors = new LRUCache<string, true>({ max: BELIEVED_MAX, ttl: BELIEVED_MS });
  readonly #clients = new LRUCache<string, Client>({ max: BELIEVED_MAX, ttl: BELIEVED_MS });

  hasVisitor(projectId: ProjectId, sessionId: SessionId, visitor: Visitor): boolean {
    return this.#visitors.has(visitorKey(projectId, sessionId, visitor));
  }

  noteVisitor(projectId: ProjectId, sessionId: SessionId, visitor: Visitor): void {
    this.#visitors.set(visitorKey(projectId, sessionId, visitor), true);
  }

  clientOf(projectId: ProjectId, sessionId: SessionId): Client | undefined {
    return this.#clients.get(sessionKey(projectId, sessionId));
  }

  noteClient(projectId: ProjectId, sessionId: SessionId, client: Client): void {
    this.#clients.set(sessionKey(projectId, sessionId), client);
  }

  /** When something has been erased, or could not be stored. */
  clear(): void {
    this.#visitors.clear();
    this.#clients.clear();
  }
}

/** No id may hold a space. */
function sessionKey(projectId: ProjectId, sessionId: SessionId): string {
  return `${projectId} ${sessionId}`;
}

function visitorKey(projectId: ProjectId, sessionId: SessionId, { day, hash }: Visitor): string {
  return `${sessionKey(projectId, sessionId)} ${day} ${hash}`;
}
