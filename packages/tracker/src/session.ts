/** Takes the session's id: once it is known, and again whenever a new session begins. */
export type SessionListener = (sessionId: string) => void;

const listeners: SessionListener[] = [];
let session: string | undefined;

export function whenSessionIsKnown(listener: SessionListener): void {
  listeners.push(listener);
  if (session) tell(listener);
}

/** Takes the id the collector answered; none for a bot, of which it keeps nothing. */
export function sessionIs(id: string | null): void {
  if (!id || id === session) return;
  session = id;
  listeners.forEach(tell);
}

/** On its own, so that a listener that throws is the page's error alone, and the others are still told. */
function tell(listener: SessionListener): void {
  queueMicrotask(() => listener(session!));
}
