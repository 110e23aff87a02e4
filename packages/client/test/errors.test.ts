import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { promisify } from 'node:util';
import { type FailureKind, Goalpost, GoalpostError } from '@goalpost/client';
import { StoreUnavailable } from '@goalpost/server/dist/store/store.js';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { withFailingStore } from '../../server/test/support/failing-store.js';
import { answer, closeConnection, neverAnswer, useScriptedServer } from './support/scripted-server.js';
import { useServer } from './support/server.js';

const sessionIds = [1];

async function errorOf(call: Promise<unknown>): Promise<GoalpostError> {
  const error = await call.then(
    () => expect.unreachable('the call succeeded'),
    (error: unknown) => error,
  );
  expect(error).toBeInstanceOf(GoalpostError);
  expect(error).toBeInstanceOf(Error);
  expect((error as Error).name).toBe('GoalpostError');
  return error as GoalpostError;
}

/** The details of an error: all fields except message and name. */
const detailsOf = ({ name: _name, ...rest }: GoalpostError) => rest;

describe('refusals of Goalpost', () => {
  const server = useServer();

  it.each<[FailureKind, (client: Goalpost) => Promise<unknown>, string, object]>([
    ['not_found', (client) => client.goals.get('no such'), 'The project has no goal "no such".', { status: 404 }],
    [
      'invalid',
      (client) => client.getConversions({ sessionIds: [], types: ['clicks' as 'click'] }),
      'The session_ids field must be a list of 1 to 1000 session ids; got a list of 0. (and 1 more error)',
      {
        status: 422,
        errors: {
          session_ids: ['The session_ids field must be a list of 1 to 1000 session ids; got a list of 0.'],
          'conversion_types.0': ['The conversion_types.0 field must be "click", "url" or "event"; got "clicks".'],
        },
      },
    ],
    [
      'too_large',
      (client) => client.goals.update('any', { name: 'x'.repeat(2 ** 20) }),
      'The request body is larger than 1048576 bytes.',
      { status: 413 },
    ],
  ])('%s: has the message of the server', async (kind, call, message, details) => {
    const error = await errorOf(call(await server.client()));
    expect(error.message).toBe(message);
    expect(detailsOf(error)).toEqual({ kind, ...details });
  });

  it('unauthenticated, forbidden, rate_limited: have the message of the server', async () => {
    const stranger = new Goalpost({ url: server.url, token: 'nonsense' });
    const reader = await server.client({ abilities: ['goals:read'] });
    const hasty = await server.client({ rateLimit: 0 }, { retriesMax: 0 });
    const errors = [];
    for (const client of [stranger, reader, hasty]) errors.push(await errorOf(client.getConversions({ sessionIds })));
    expect(errors.map(({ message }) => message)).toEqual([
      'Unauthenticated.',
      'This token lacks the ability conversions:read.',
      'Too Many Requests',
    ]);
    expect(errors.map(detailsOf)).toEqual([
      { kind: 'unauthenticated', status: 401 },
      { kind: 'forbidden', status: 403 },
      { kind: 'rate_limited', status: 429, retryAfter: 60 },
    ]);
  });
});

describe('a store that cannot answer', () => {
  const server = useServer();

  it('unavailable: has the time to wait before a retry', async () => {
    const app = await withFailingStore(server, new StoreUnavailable('database is locked'));
    const url = await app.listen({ host: '127.0.0.1', port: 0 });
    const client = await server.client({}, { url, retriesMax: 0 });
    const error = await errorOf(client.goals.list());
    expect(error.message).toBe('The store cannot answer right now; try again in a moment.');
    expect(detailsOf(error)).toEqual({ kind: 'unavailable', status: 503, retryAfter: 1 });
    await app.close();
  });
});

/** An address on which no server listens. */
async function unusedAddress(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await promisify(server.close.bind(server))();
  return `http://127.0.0.1:${port}`;
}

describe('answers that are not from Goalpost', () => {
  const server = useScriptedServer();
  const ask = (options = {}) => errorOf(server.client({ retriesMax: 0, ...options }).getConversions({ sessionIds }));

  it.each([
    ['a page', answer(200, '<!doctype html>'), 200],
    ['a missing page', answer(410, 'Gone'), 410],
    ['an empty answer', answer(204, ''), 204],
    ['a server error', answer(500, ''), 500],
  ])('unexpected: %s', async (_title, step, status) => {
    server.steps = [step];
    const error = await ask();
    expect(error.message).toBe(`The answer (status ${status}) did not come from Goalpost.`);
    expect(detailsOf(error)).toEqual({ kind: 'unexpected', status });
  });

  it.each([502, 503, 504])('unavailable: a proxy that answers with %i', async (status) => {
    server.steps = [answer(status, 'Bad Gateway')];
    expect(detailsOf(await ask())).toEqual({ kind: 'unavailable', status, retryAfter: null });
  });

  it('network: an incomplete answer', async () => {
    server.steps = [
      (response) => {
        response.writeHead(200, { 'content-length': '1000' });
        response.write('{"error":false,"data":["1:url:goal:e1"', () => response.destroy());
      },
    ];
    const error = await ask();
    expect(detailsOf(error)).toEqual({ kind: 'network' });
    expect(error.cause).toBeInstanceOf(TypeError);
  });

  it('network: a closed or refused connection, with its reason', async () => {
    server.steps = [closeConnection];
    expect((await ask()).message).toBe('No complete answer arrived (other side closed).');
    const url = await unusedAddress();
    expect((await ask({ url })).message).toBe(
      `No complete answer arrived (connect ECONNREFUSED ${new URL(url).host}).`,
    );
  });

  it('timeout: no answer in time, with the timeout of the client or the call', async () => {
    server.steps = [neverAnswer];
    const byClient = await ask({ timeoutMs: 20 });
    expect(byClient.message).toBe('No complete answer arrived within 20 ms.');
    expect(detailsOf(byClient)).toEqual({ kind: 'timeout' });
    const byCall = await errorOf(server.client().getConversions({ sessionIds }, { timeoutMs: 30 }));
    expect(byCall.message).toBe('No complete answer arrived within 30 ms.');
  });

  it('timeout: an answer that starts but does not end in time', async () => {
    server.steps = [(response) => response.writeHead(200).write('{"error":false,')];
    expect(detailsOf(await ask({ timeoutMs: 100 }))).toEqual({ kind: 'timeout' });
  });

  it('aborted: by a signal, before the call and while it waits for its answer', async () => {
    const controller = new AbortController();
    server.steps = [() => controller.abort('no longer wanted')];
    const client = server.client();
    for (const received of [1, 1]) {
      const error = await errorOf(client.getConversions({ sessionIds }, { signal: controller.signal }));
      expect([error.message, error.cause]).toEqual(['The call was aborted.', 'no longer wanted']);
      expect(detailsOf(error)).toEqual({ kind: 'aborted' });
      expect(server.received).toHaveLength(received);
    }
  });
});

it.each([
  [
    { url: 'stats.example' },
    'The url option must be an http or https address such as "https://stats.example"; got "stats.example".',
  ],
  [
    { url: 'https://stats.example?x=1' },
    'The url option must be an http or https address such as "https://stats.example"; got "https://stats.example?x=1".',
  ],
  [{ token: '' }, 'The token option must be a bearer token as printed by "goalpost token create".'],
  [{ token: 'gp_1\n' }, 'The token option must be a bearer token as printed by "goalpost token create".'],
  [{ timeoutMs: 0 }, 'The timeoutMs option must be a number of milliseconds above 0; got 0.'],
  [{ retriesMax: -1 }, 'The retriesMax option must be a whole number from 0; got -1.'],
])('a client with %j is refused', (options, message) => {
  expect(() => new Goalpost({ url: 'https://stats.example', token: 'gp_1', ...options })).toThrow(
    new TypeError(message),
  );
});

it('TypeScript derives the fields of an error from its kind', () => {
  const error = new GoalpostError({ kind: 'aborted' }, 'any') as unknown;
  if (!(error instanceof GoalpostError)) return expect.unreachable('it is a GoalpostError');
  if (error.kind === 'invalid') expectTypeOf(error.errors).toEqualTypeOf<Readonly<Record<string, readonly string[]>>>();
  else if (error.kind === 'rate_limited') expectTypeOf(error.retryAfter).toEqualTypeOf<number | null>();
  else if (error.kind === 'network' || error.kind === 'timeout') expectTypeOf(error).not.toHaveProperty('status');
  expectTypeOf(error.message).toEqualTypeOf<string>();
});
