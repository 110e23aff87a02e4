import { expect, it } from 'vitest';
import { VisitorSessions } from '#goalpost/collect/access-log/visitor-sessions.js';
import { VISITORS_MAX } from '#goalpost/model/visitor.js';
import { MemoryEventStore } from '../import/memory-event-store.js';

it('beyond the limit, the visitor not seen for longest is forgotten, and looked up in the store when it returns', async () => {
  const store = new MemoryEventStore();
  const sessions = new VisitorSessions('ab'.repeat(32), store);
  const place = async (visitor: string, at: number) => (await sessions.place([{ visitor, at }]))[0]!;
  const { sessionId, note } = await place('first', 0);
  await sessions.place(Array.from({ length: VISITORS_MAX }, (_, index) => ({ visitor: `${index}`, at: 1000 })));
  store.of = async (notes) =>
    notes.some(({ hash }) => hash === note!.hash) ? [{ id: sessionId, startedAt: 0, endedAt: 0 }] : [];
  expect(await place('first', 2000)).toEqual({ sessionId, note: null });
});
