import { describe, expect, it } from 'vitest';
import type { ProjectId } from '#goalpost/model/ids.js';
import { ABILITIES } from '#goalpost/model/token.js';
import type { Json } from '#goalpost/reference/json.js';
import { sampleRequest } from '#goalpost/reference/sample-request.js';
import { type Method, useApi } from '../support/api.js';
import type { Answer } from '../support/app.js';
import { project } from '../support/builders.js';
import { newAccount, OWN_PAGE } from '../support/console.js';
import { isOfConsole, operationsOf } from './openapi-rules.js';

const api = useApi();

interface Operation {
  readonly where: string;
  readonly operation: Json;
  /** The address of its sample request. */
  readonly address: string;
  /**
   * Sends the operation's sample request with these changes. An object in `fields` is merged into the body or query.
   */
  send(changes?: {
    token?: string;
    type?: string;
    payload?: string;
    fields?: object;
    origin?: string;
    /** A page of another origin, without a console session, asks for what only the console's page can. */
    isStranger?: boolean;
  }): Promise<Answer>;
}

function operations(): Operation[] {
  const document = JSON.parse(JSON.stringify(api.app.swagger()));
  return operationsOf(document).map(({ where, path, method, operation }, index) => {
    const base = new URL(document.servers[0].url).pathname;
    const sample = sampleRequest(document, method, path.slice(base.length), operation);
    const { pathname: address } = new URL(sample.url);
    return {
      where,
      operation,
      address,
      async send({ token, type, payload, fields = {}, origin, isStranger = false } = {}) {
        const isOwnPage = isOfConsole(operation) && !isStranger;
        const isJson = sample.body?.type === 'application/json';
        const content = isJson
          ? JSON.stringify({ ...(sample.body!.content as object), ...OWN, ...fields })
          : sample.body?.content;
        return api.app.inject({
          method: method as Method,
          // Each operation from an address of its own, so that no window is full.
          remoteAddress: `10.0.0.${index}`,
          url: isJson ? address : `${address}?${new URLSearchParams({ ...fields })}`,
          headers: {
            ...(token !== undefined && !isOwnPage && { authorization: `Bearer ${token}` }),
            ...(isOwnPage && { ...OWN_PAGE, 'goalpost-project': 'p1', cookie: await ownersCookie() }),
            ...(sample.body && { 'content-type': type ?? sample.body.type }),
            ...(origin !== undefined && { origin }),
          },
          ...(sample.body && { payload: payload ?? String(content) }),
        });
      },
    };
  });
}

async function ownersCookie(): Promise<string> {
  return `goalpost=${await api.app.consoleSessions!.open(await newAccount(api, { all: 'owner' }))}`;
}

/** The values that a sample leaves to its reader. Unknown fields are ignored. */
const OWN = { site: project().siteKey };

/** The examples of an operation's response, by name; empty if it has no such response. */
function examplesOf({ operation }: Operation, status: number): Json {
  return operation.responses[status]?.content['application/json'].examples ?? {};
}

const having = (status: number) => operations().filter((one) => status in one.operation.responses);

/** Each refused field with the wrong value that its error sentence quotes; undefined for a missing field. */
function fieldsRefused(errors: Record<string, string[]>): object {
  return Object.fromEntries(
    Object.entries(errors).map(([field, [sentence]]) => {
      const [, quoted] = /; got (.+)\.$/.exec(sentence!) ?? [];
      return [field, quoted === undefined ? undefined : JSON.parse(quoted)];
    }),
  );
}

describe('every error example is a real answer of its operation:', () => {
  it('401, with a token that is not valid', async () => {
    for (const one of having(401)) {
      expect((await one.send({ token: 'wrong', isStranger: true })).json(), one.where).toEqual(
        examplesOf(one, 401).error.value,
      );
    }
  });

  it('403, for a token with every other ability or a share link', async () => {
    const manager = await api.issue({ abilities: ['manage', 'reports:read'] });
    const { link: shared } = (await api.send('POST', '/share-links', manager, {})).json().data;
    for (const one of having(403)) {
      const { message } = examplesOf(one, 403).error.value;
      const ability = ABILITIES.find((named) => message.endsWith(` ${named}.`));
      const token = await api.issue({ abilities: ABILITIES.filter((other) => other !== ability) });
      const answer = await one.send({
        ...(one.operation.security?.length !== 0 && { token: message.startsWith('A share') ? shared : token }),
        isStranger: isOfConsole(one.operation),
      });
      expect([answer.statusCode, answer.json()], one.where).toEqual([403, examplesOf(one, 403).error.value]);
    }
  });

  it('404, in an empty project', async () => {
    const token = await api.issue({ abilities: ABILITIES });
    for (const one of having(404)) {
      const answer = await one.send({ token });
      expect([answer.statusCode, answer.json()], one.where).toEqual([404, examplesOf(one, 404).error.value]);
    }
  });

  it('413, for one byte over the limit', async () => {
    const token = await api.issue({ abilities: ABILITIES });
    for (const one of having(413)) {
      const [, bytes] = /(\d+) bytes/.exec(examplesOf(one, 413).error.value.message)!;
      const answer = await one.send({ token, payload: 'x'.repeat(Number(bytes) + 1) });
      expect([answer.statusCode, answer.json()], one.where).toEqual([413, examplesOf(one, 413).error.value]);
      expect((await one.send({ token, payload: 'x'.repeat(Number(bytes)) })).statusCode, one.where).toBe(422);
    }
  });

  it('415, for another media type', async () => {
    const token = await api.issue({ abilities: ABILITIES });
    for (const one of having(415)) {
      const answer = await one.send({ token, type: 'application/xml' });
      expect([answer.statusCode, answer.json()], one.where).toEqual([415, examplesOf(one, 415).error.value]);
    }
  });

  it('422, for its sample with missing or wrong fields', async () => {
    const token = await api.issue({ abilities: ABILITIES });
    for (const one of having(422)) {
      // A wrong change is only refused for something that exists. Refused changes are not stored, so one is enough.
      if (one.operation.operationId === 'changeGoal') await makeGoalOf(one, token);
      if (one.operation.operationId === 'changeFunnel') await makeFunnelOf(one);
      const own = one.address.includes('/projects/') ? await tokenOf(one) : token;
      const examples = Object.entries<Json>(examplesOf(one, 422));
      expect(examples.length, one.where).toBeGreaterThan(0);
      for (const [name, { value }] of examples) {
        const answer = await one.send({ token: own, fields: fieldsRefused(value.errors) });
        expect([answer.statusCode, answer.json()], `${one.where} ${name}`).toEqual([422, value]);
      }
    }
  });

  it('429 and 503 are the same for all operations', () => {
    for (const one of operations()) {
      expect(examplesOf(one, 429).error.value).toEqual({ error: true, message: 'Too Many Requests' });
      expect(examplesOf(one, 503).error.value.message).toContain('The store cannot answer right now');
    }
  });
});

/** Creates the goal in the address of an operation's sample. */
async function makeGoalOf({ address }: Operation, token: string): Promise<void> {
  const creating = operations().find(({ operation }) => operation.operationId === 'createGoal')!;
  const answer = await creating.send({ token, fields: { key: address.split('/').at(-1) } });
  expect(answer.statusCode).toBe(201);
}

/** Creates the project in the address of an operation's sample, and returns a token of it. */
async function tokenOf({ address }: Operation): Promise<string> {
  const [, projectId] = /\/projects\/(\w+)/.exec(address)!;
  if (!(await api.store.projects.find(projectId as ProjectId))) {
    await api.store.projects.create(project({ id: projectId! }));
  }
  return api.issue({ projectId: projectId!, abilities: ABILITIES });
}

/** Saves a funnel under the key in the address of an operation's sample. */
async function makeFunnelOf({ address }: Operation): Promise<void> {
  const rule = { name: 'Any', type: 'url', rule: { match: 'prefix', pattern: '/' } };
  const name = { kind: 'funnel', owner: project().id, id: address.split('/').at(-1)! } as const;
  await api.store.documents.put(name, null, { name: 'Checkout', steps: [rule, rule] });
}
