import { createHmac, hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { SessionId } from '../../model/ids.js';
import { SESSION_GAP_MS } from '../../model/session.js';
import { VISITORS_MAX } from '../../model/visitor.js';

interface OpenSession {
  readonly id: SessionId;
  newestAt: number;
}

/**
 * Finds the sessions in an access log, where an address and a user agent identify a visitor. A session's id is a keyed
 * hash of both and of its start time: a project gets the same ids from the same log, and nobody can recover an address
 * without the project's key. Addresses are not kept.
 */
export class VisitorSessions {
  readonly #key: Buffer;
  readonly #sessions = new LRUCache<string, OpenSession>({ max: VISITORS_MAX });

  /** `visitorKey` is the project's key in hex. */
  constructor(visitorKey: string) {
    this.#key = Buffer.from(visitorKey, 'hex');
  }

  /**
   * The session of a visit; `at` in ms. Call it in the order of the log. A visit that is earlier than its session's newest
   * one belongs to that session, however much earlier it is, because servers log a request when it ends.
   */
  sessionOf(address: string, userAgent: string | null, at: number): SessionId {
    const visitor = `${address}\n${userAgent ?? ''}`;
    // Hashing gives all keys the same short length, which bounds their memory.
    const key = hash('sha256', visitor, 'base64url');
    const open = this.#sessions.get(key);
    if (open !== undefined && at - open.newestAt <= SESSION_GAP_MS) {
      open.newestAt = Math.max(open.newestAt, at);
      return open.id;
    }
    const id = createHmac('sha256', this.#key).update(`${visitor}\n${at}`).digest('base64url') as SessionId;
    this.#sessions.set(key, { id, newestAt: at });
    return id;
  }
}
