import { LRUCache } from 'lru-cache';
import { type Account, accountKey } from '../../model/accounts/account.js';
import { type ConsoleSession, isOpen, USE_SAVED_EVERY_MS } from '../../model/accounts/console-session.js';
import { type Client, UNKNOWN } from '../../model/client.js';
import { nextUlid } from '../../model/ulid.js';
import { changeDocument, removeDocument } from '../../store/change-document.js';
import type { DocumentName } from '../../store/documents.js';
import { allDocuments } from '../../store/every-document.js';
import type { Store } from '../../store/store.js';
import { TOKEN_CACHE_MS } from '../authenticator.js';
import { hashSecret, isSecretOf, newSecret, SECRET_PATTERN } from '../secret.js';

const CACHED_MAX = 10_000;
/** The id of the session (the account's key, a dot, a ULID), a dot, and the secret. */
const COOKIE = new RegExp(`^([0-9a-f]{32})\\.([0-9A-HJKMNP-TV-Z]{26})\\.(${SECRET_PATTERN})$`);

/** An account that is signed in, and the session in which it is. */
export interface SignedIn {
  readonly account: Account;
  readonly sessionId: string;
  readonly session: ConsoleSession;
}

/** Console sessions, by what browsers send as their cookie. */
export class ConsoleSessions {
  readonly #store: Pick<Store, 'documents'>;
  readonly #now: () => number;
  readonly #onError: (error: unknown) => void;
  readonly #verified: LRUCache<string, SignedIn>;

  constructor(store: Pick<Store, 'documents'>, now: () => number, onError: (error: unknown) => void) {
    this.#store = store;
    this.#now = now;
    this.#onError = onError;
    this.#verified = new LRUCache({ max: CACHED_MAX, ttl: TOKEN_CACHE_MS, ttlResolution: 0, perf: { now } });
  }

  /** Who sent this cookie; null when it is malformed, unknown or has ended. May be as old as a cached token. */
  async find(cookie: string): Promise<SignedIn | null> {
    const signedIn = this.#verified.get(cookie) ?? (await this.#verify(cookie));
    return signedIn && isOpen(signedIn.session, this.#now()) ? signedIn : null;
  }

  /** Opens a session of an account in a browser, and returns its cookie. */
  async open(
    { email, generation }: Account,
    { browser, platformOs }: Pick<Client, 'browser' | 'platformOs'> = UNKNOWN,
  ): Promise<string> {
    const now = this.#now();
    const id = `${accountKey(email)}.${nextUlid(now)}`;
    const { secret, secretHash } = newSecret();
    const session: ConsoleSession = { secretHash, generation, browser, platformOs, createdAt: now, usedAt: now };
    await this.#store.documents.put(nameOf(id), null, session);
    return `${id}.${secret}`;
  }

  /** Ends a session: at once in this process, as soon as they forget it in others. False when there is none. */
  async end(sessionId: string): Promise<boolean> {
    for (const [cookie, signedIn] of this.#verified) {
      if (signedIn.sessionId === sessionId) this.#verified.delete(cookie);
    }
    return removeDocument(this.#store.documents, nameOf(sessionId));
  }

  /** The open sessions of an account, oldest first. */
  async list({ email, generation }: Account): Promise<{ id: string; body: ConsoleSession }[]> {
    const all = await allDocuments<ConsoleSession>(
      this.#store.documents,
      'account-session',
      null,
      `${accountKey(email)}.`,
    );
    return all.filter(({ body }) => body.generation === generation && isOpen(body, this.#now()));
  }

  async #verify(cookie: string): Promise<SignedIn | null> {
    const [, key, ulid, secret] = COOKIE.exec(cookie) ?? [];
    if (!key) return null;
    const sessionId = `${key}.${ulid}`;
    const { documents } = this.#store;
    const found = await documents.find<ConsoleSession>(nameOf(sessionId));
    if (!found || !isSecretOf(found.body, hashSecret(secret!))) return null;
    const account = await documents.find<Account>({ kind: 'account', owner: null, id: key });
    if (account?.body.generation !== found.body.generation) return null;
    if (!isOpen(found.body, this.#now())) return null;
    this.#noteUse(sessionId, found.body);
    const signedIn = { account: account.body, sessionId, session: { ...found.body, usedAt: this.#now() } };
    this.#verified.set(cookie, signedIn);
    return signedIn;
  }

  /** In the background, because no request should wait for it. */
  #noteUse(sessionId: string, { usedAt }: ConsoleSession): void {
    const now = this.#now();
    if (now < usedAt + USE_SAVED_EVERY_MS) return;
    changeDocument<ConsoleSession>(this.#store.documents, nameOf(sessionId), (session) =>
      session && session.usedAt < now ? { ...session, usedAt: now } : null,
    ).catch(this.#onError);
  }
}

function nameOf(id: string): DocumentName {
  return { kind: 'account-session', owner: null, id };
}
