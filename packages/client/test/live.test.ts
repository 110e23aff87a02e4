import type { LiveMessage } from '@goalpost/client';
import type { ProjectId } from '@goalpost/server/dist/model/ids.js';
import { beforeEach, expect, it } from 'vitest';
import { urlGoal, visit } from '../../server/test/support/builders.js';
import { answer, closeConnection, failure, type Step, useScriptedServer } from './support/scripted-server.js';
import { useServer } from './support/server.js';

const server = useServer({ feedTimes: { lookEveryMs: 2, quietMs: 20 } });
const scripted = useScriptedServer();
beforeEach(() => server.store.goals.create('p1' as ProjectId, urlGoal('/')));

/** Reads messages until there are this many. */
async function take(live: AsyncGenerator<LiveMessage>, count: number): Promise<LiveMessage[]> {
  const messages: LiveMessage[] = [];
  while (messages.length < count) messages.push((await live.next()).value!);
  return messages;
}

const short = (message: LiveMessage) =>
  message.kind === 'conversion' ? message.conversion.id : message.kind === 'removed' ? `-${message.id}` : message.kind;

it('yields conversions as they are stored, and those that are removed', async () => {
  const client = await server.client();
  // From an id that is too old, so that there is a first message.
  const live = client.live({ lastEventId: 'old' });
  expect((await take(live, 1)).map(short)).toEqual(['reset']);
  await server.record(visit('/', { id: 'e1' }), visit('/', { id: 'e2' }));
  const messages = await take(live, 2);
  expect(messages.map(short)).toEqual(['1:url:goal:e1', '1:url:goal:e2']);
  expect(messages[0]).toMatchObject({ kind: 'conversion', conversion: { goal: { key: 'goal' }, type: 'url' } });
  await client.sessions.erase('1');
  expect((await take(live, 2)).map(short)).toEqual(['-1:url:goal:e1', '-1:url:goal:e2']);
  await live.return();
});

it('goes on after the message that it is given', async () => {
  const client = await server.client();
  const live = client.live({ lastEventId: 'old' });
  const [{ lastEventId }] = (await take(live, 1)) as [LiveMessage];
  await live.return();
  await server.record(visit('/', { id: 'e1' }));
  const later = client.live({ lastEventId });
  expect((await take(later, 1)).map(short)).toEqual(['1:url:goal:e1']);
  await later.return();
});

it('connects again after each end of the stream, with the last id, and repeats nothing of its own', async () => {
  const ids: (string | undefined)[] = [];
  const stream =
    (text: string, end: (response: Parameters<Step>[0]) => void): Step =>
    (response, request) => {
      ids.push(request.headers['last-event-id'] as string | undefined);
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(text, () => end(response));
    };
  const removed = (id: string) => `event: removed\ndata: {"id":"${id}"}\n`;
  scripted.steps = [
    closeConnection,
    stream(`retry: 1\nid: 1\n:\n\n${removed('a')}\n`, (response) => response.destroy()),
    failure(503, { 'retry-after': '0' }),
    closeConnection,
    closeConnection,
    closeConnection,
    closeConnection,
    // The second message is cut off, so its id does not count.
    stream(`id: 2\n${removed('b')}\nid: 3\n${removed('c')}`, (response) => response.end()),
    stream(`id: 3\n${removed('c')}\n`, () => {}),
  ];
  const live = scripted.client().live();
  const messages = await take(live, 3);
  expect(messages.map(short)).toEqual(['-a', '-b', '-c']);
  expect(messages.map(({ lastEventId }) => lastEventId)).toEqual(['1', '2', '3']);
  expect(ids).toEqual([undefined, '1', '2']);
  await live.return();
});

it('rejects when the token is refused, also later', async () => {
  await expect((await server.client({ abilities: ['goals:read'] })).live().next()).rejects.toMatchObject({
    kind: 'forbidden',
  });
  scripted.steps = [answer(200, 'event: reset\ndata: {}\n\n'), failure(401)];
  const live = scripted.client().live();
  expect((await take(live, 1)).map(short)).toEqual(['reset']);
  await expect(live.next()).rejects.toMatchObject({ kind: 'unauthenticated' });
});

it('rejects when it never connects', async () => {
  scripted.steps = [closeConnection];
  await expect(scripted.client({ retriesMax: 1 }).live().next()).rejects.toMatchObject({ kind: 'network' });
  expect(scripted.received).toHaveLength(2);
});

it('ends at once when the signal aborts, and when the loop is left', async () => {
  const stopping = new AbortController();
  const client = await server.client();
  const live = client.live({ lastEventId: 'old' }, { signal: stopping.signal });
  await take(live, 1);
  const next = live.next();
  stopping.abort('enough');
  await expect(next).rejects.toMatchObject({ kind: 'aborted', cause: 'enough' });
  for await (const { kind } of client.live({ lastEventId: 'old' })) {
    expect(kind).toBe('reset');
    break;
  }
  // Otherwise the server could not close.
});
