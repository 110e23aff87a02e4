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
 * Finds the sessions of an access log, where a visitor is an address and a user agent. A session's id is a keyed hash
 * of those and of when it began: the same log gives a project the same ids again, and without the project's key nobody
 * can work an address back. Addresses are not
 * kept.
 */
export class VisitorSessions {
  readonly #key: Buffer;
  readonly #sessions = new LRUCache<string, OpenSession>({ max: VISITORS_MAX });

  /** `visitorKey` is the project's, in hex. */
  constructor(visitorKey: string) {
    this.#key = Buffer.from(visitorKey, 'hex');
  }

  /**
   * The session of a visit; `at` in ms. Visits are taken in the order of the log: one that is earlier than its session's
   * newest belongs to that session, however much earlier, since servers log a request when it ends.
   */
  sessionOf(address: string, userAgent: string | null, at: number): SessionId {
    const visitor = `${address}\n${userAgent ?? ''}`;
    // Keys of one short length keep the memory for them bounded.
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
