/** Receives the session's id once it is known, and again whenever a new session starts. */
export type SessionListener = (sessionId: string) => void;

export const listeners: SessionListener[] = [];
export let session: string | undefined;

/** Sets the id that the collector answered; null for a bot, which has no session; undefined with a refusal. */
export function setSession(id: string | null | undefined): void {
  if (id && id !== session) {
    session = id;
    listeners.forEach(notify);
  }
}

/** Calls each listener in its own microtask, so that one that throws does not keep others from being called. */
export function notify(listener: SessionListener): void {
  queueMicrotask(() => listener(session!));
}
