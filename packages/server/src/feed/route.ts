import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { bearerOf } from '../access/access-plugin.js';
import { takeNoMoreRequests } from '../http/connection/in-turn.js';
import { refuse } from '../http/errors.js';
import { refusals } from '../http/responses.js';
import type { ProjectId } from '../model/ids.js';
import type { Store } from '../store/store.js';
import { type FeedTimes, Following } from './following.js';
import { liveHeaders, liveResponse } from './live-schemas.js';
import { readPosition } from './position.js';
import { type Start, streamOf } from './stream.js';
import { Streams } from './streams.js';

export interface LiveOptions {
  readonly store: Store;
  readonly now: () => number;
  readonly times: FeedTimes;
}

/** `GET live`: the project's conversions of arriving events, as they are stored. */
export function addLiveRoute(app: FastifyInstance, { store, now, times }: LiveOptions): void {
  const following = new Following(store, now, times);
  const streams = new Streams();
  app.addHook('preClose', async () => streams.close());
  app.get<{ Headers: { 'last-event-id'?: string } }>('/live', {
    // An answer to HEAD would never end.
    exposeHeadRoute: false,
    config: { ability: 'conversions:read', isStream: true },
    schema: {
      operationId: 'followConversions',
      summary: 'Follow conversions live',
      description:
        'Server-sent events: each conversion of an arriving event, as it is stored, at least once. One that gives way later is followed by `removed`. Changes of goals are not told. A client that loses the connection sends the last id it has received as `Last-Event-ID`, and misses nothing if it is back within 10 minutes; otherwise `reset` comes first. A comment comes every 15 seconds when there is nothing else.',
      tags: ['Sessions'],
      headers: liveHeaders,
      response: { 200: liveResponse, ...refusals(401, 403, 429, 503) },
    },
    handler: async (request, reply) => {
      const { key, project } = bearerOf(request);
      const ending = streams.open(key, reply.raw);
      if (!ending) throw refuse.streamsOpen();
      const start = await startOf(following, project.id, request.headers['last-event-id']);
      const check = setInterval(async () => {
        // A store that cannot answer is asked again next time.
        if (!(await app.isStillWelcome(request).catch(() => true))) ending.abort();
      }, times.quietMs).unref();
      ending.signal.addEventListener('abort', () => clearInterval(check));
      takeNoMoreRequests(request.raw);
      reply.headers({
        'content-type': 'text/event-stream; charset=utf-8',
        // Proxies must pass on each message at once, and unchanged.
        'cache-control': 'no-store, no-transform',
        'x-accel-buffering': 'no',
        // A stream that the server ends leaves no idle connection.
        connection: 'close',
      });
      return reply.send(Readable.from(streamOf(following, project.id, start, ending.signal)));
    },
  });
}

async function startOf(following: Following, projectId: ProjectId, lastId: string | undefined): Promise<Start> {
  const known = lastId === undefined ? null : readPosition(lastId);
  if (known) return { position: known, isGap: false };
  return { position: await following.start(projectId), isGap: lastId !== undefined };
}
