import type { FastifyBaseLogger } from 'fastify';
import type { AuditEntry } from '../model/accounts/audit.js';
import type { ProjectId } from '../model/ids.js';
import { nextUlid } from '../model/ulid.js';
import type { DocumentName } from '../store/documents.js';
import type { Store } from '../store/store.js';

const RETRY_MS = 1000;
/** Entries that wait for the store. Few changes succeed while it cannot answer, because each is a write itself. */
const WAITING_MAX = 10_000;

interface Waiting {
  readonly name: DocumentName;
  readonly entry: AuditEntry;
}

/**
 * Adds what somebody has changed at a shell of the server to the audit log of a project, or of the installation (null). Call it once
 * the change is stored.
 */
export async function noteCommand(
  { documents }: Pick<Store, 'documents'>,
  projectId: ProjectId | null,
  { change, subject }: Pick<AuditEntry, 'change' | 'subject'>,
): Promise<void> {
  const entry: AuditEntry = { by: { kind: 'command' }, change, subject, at: Date.now() };
  await documents.put(nameOf(projectId, entry), null, entry);
}

/**
 * The audit log, as a server writes it. A change that was made is answered as made: an entry that cannot be stored goes to the log of
 * the server, and is tried again until the store takes it.
 */
export class AuditLog {
  readonly #store: Pick<Store, 'documents'>;
  readonly #log: Pick<FastifyBaseLogger, 'error'>;
  #waiting: Waiting[] = [];
  #timer: NodeJS.Timeout | null = null;

  constructor(store: Pick<Store, 'documents'>, log: Pick<FastifyBaseLogger, 'error'>) {
    this.#store = store;
    this.#log = log;
  }

  /** Call it once the change is stored. `projectId` is null for a change of the installation. Does not reject. */
  async note(projectId: ProjectId | null, entry: AuditEntry): Promise<void> {
    const waiting = { name: nameOf(projectId, entry), entry };
    try {
      await this.#put(waiting);
    } catch (err) {
      this.#log.error({ err, project: projectId, entry }, 'a change was made, but its audit entry is not stored yet');
      if (this.#waiting.length < WAITING_MAX) this.#waiting.push(waiting);
      this.#timer ??= setInterval(() => void this.#retry(), RETRY_MS).unref();
    }
  }

  /** Tries waiting entries a last time. The log of the server has those that fail. */
  async stop(): Promise<void> {
    await this.#retry();
    if (this.#timer) clearInterval(this.#timer);
  }

  async #retry(): Promise<void> {
    try {
      for (let next = this.#waiting[0]; next; next = this.#waiting[0]) {
        await this.#put(next);
        this.#waiting = this.#waiting.filter((one) => one !== next);
      }
    } catch {
      // It was logged when it failed for the first time.
    }
  }

  /** An entry that is there already was stored by a write whose answer was lost. */
  async #put({ name, entry }: Waiting): Promise<void> {
    await this.#store.documents.put(name, null, entry);
  }
}

function nameOf(projectId: ProjectId | null, { at }: AuditEntry): DocumentName {
  return { kind: 'audit', owner: projectId, id: nextUlid(at) };
}
