import { describe, expect, it } from 'vitest';
import { ABILITIES } from '#goalpost/model/token.js';
import type { Json } from '#goalpost/reference/json.js';
import { sampleRequest } from '#goalpost/reference/sample-request.js';
import { type Method, useApi } from '../support/api.js';
import type { Answer } from '../support/app.js';
import { project } from '../support/builders.js';
import { operationsOf } from './openapi-rules.js';

const api = useApi();

interface Operation {
  readonly where: string;
  readonly operation: Json;
  /** Where its sample goes. */
  readonly address: string;
  /** Sends the operation's own sample request, with these changes; an object in `fields` is merged into body or query. */
  send(changes?: {
    token?: string;
    type?: string;
    payload?: string;
    fields?: object;
    origin?: string;
  }): Promise<Answer>;
}

function operations(): Operation[] {
  const document = JSON.parse(JSON.stringify(api.app.swagger()));
  return operationsOf(document).map(({ where, path, method, operation }) => {
    const base = new URL(document.servers[0].url).pathname;
    const sample = sampleRequest(document, method, path.slice(base.length), operation);
    const { pathname: address } = new URL(sample.url);
    return {
      where,
      operation,
      address,
      async send({ token, type, payload, fields = {}, origin } = {}) {
        const isJson = sample.body?.type === 'application/json';
        const content = isJson
          ? JSON.stringify({ ...(sample.body!.content as object), ...OWN, ...fields })
          : sample.body?.content;
        return api.app.inject({
          method: method as Method,
          url: isJson ? address : `${address}?${new URLSearchParams({ ...fields })}`,
          headers: {
            ...(token !== undefined && { authorization: `Bearer ${token}` }),
            ...(sample.body && { 'content-type': type ?? sample.body.type }),
            ...(origin !== undefined && { origin }),
          },
          ...(sample.body && { payload: payload ?? String(content) }),
        });
      },
    };
  });
}

/** What a sample leaves to its reader; unknown fields are ignored. */
const OWN = { site: project().siteKey };

/** The examples of an operation's response, by name; none where it has no such response. */
function examplesOf({ operation }: Operation, status: number): Json {
  return operation.responses[status]?.content['application/json'].examples ?? {};
}

const having = (status: number) => operations().filter((one) => status in one.operation.responses);

/** What a field that is wrong was, as its sentence quotes it. */
function fieldsRefused(errors: Record<string, string[]>): object {
  return Object.fromEntries(
    Object.entries(errors).map(([field, [sentence]]) => {
      const [, quoted] = /; got (.+)\.$/.exec(sentence!) ?? [];
      return [field, quoted === undefined ? undefined : JSON.parse(quoted)];
    }),
  );
}

describe('every error example is what its operation answers:', () => {
  it('401, to nobody', async () => {
    for (const one of having(401)) {
      expect((await one.send()).json(), one.where).toEqual(examplesOf(one, 401).error.value);
    }
  });

  it('403, to a token with every ability but its own, or to a page of another origin', async () => {
    await api.store.projects.update(project().id, { allowedOrigins: ['https://shop.example'] });
    for (const one of having(403)) {
      const { message } = examplesOf(one, 403).error.value;
      const ability = ABILITIES.find((named) => message.endsWith(` ${named}.`));
      const token = await api.issue({ abilities: ABILITIES.filter((other) => other !== ability) });
      const answer = await one.send(ability ? { token } : { origin: 'https://other.example' });
      expect([answer.statusCode, answer.json()], one.where).toEqual([403, examplesOf(one, 403).error.value]);
    }
  });

  it('404, in a project with nothing in it', async () => {
    const token = await api.issue({ abilities: ABILITIES });
    for (const one of having(404)) {
      const answer = await one.send({ token });
      expect([answer.statusCode, answer.json()], one.where).toEqual([404, examplesOf(one, 404).error.value]);
    }
  });

  it('413, to one byte more than it takes', async () => {
    const token = await api.issue({ abilities: ABILITIES });
    for (const one of having(413)) {
      const [, bytes] = /(\d+) bytes/.exec(examplesOf(one, 413).error.value.message)!;
      const answer = await one.send({ token, payload: 'x'.repeat(Number(bytes) + 1) });
      expect([answer.statusCode, answer.json()], one.where).toEqual([413, examplesOf(one, 413).error.value]);
      expect((await one.send({ token, payload: 'x'.repeat(Number(bytes)) })).statusCode, one.where).toBe(422);
    }
  });

  it('415, to another media type', async () => {
    const token = await api.issue({ abilities: ABILITIES });
    for (const one of having(415)) {
      const answer = await one.send({ token, type: 'application/xml' });
      expect([answer.statusCode, answer.json()], one.where).toEqual([415, examplesOf(one, 415).error.value]);
    }
  });

  it('422, to its own sample with fields missing or wrong', async () => {
    const token = await api.issue({ abilities: ABILITIES });
    for (const one of having(422)) {
      // A change is refused only where there is a goal, and nothing of it is stored when it is.
      if (one.operation.operationId === 'changeGoal') await makeGoalOf(one, token);
      const examples = Object.entries<Json>(examplesOf(one, 422));
      expect(examples.length, one.where).toBeGreaterThan(0);
      for (const [name, { value }] of examples) {
        const answer = await one.send({ token, fields: fieldsRefused(value.errors) });
        expect([answer.statusCode, answer.json()], `${one.where} ${name}`).toEqual([422, value]);
      }
    }
  });

  it('429 and 503 name nothing of their own', () => {
    for (const one of operations()) {
      expect(examplesOf(one, 429).error.value).toEqual({ error: true, message: 'Too Many Requests' });
      expect(examplesOf(one, 503).error.value.message).toContain('The store cannot answer right now');
    }
  });
});

/** Makes the goal that an operation's own sample names in its address. */
async function makeGoalOf({ address }: Operation, token: string): Promise<void> {
  const creating = operations().find(({ operation }) => operation.operationId === 'createGoal')!;
  const answer = await creating.send({ token, fields: { key: address.split('/').at(-1) } });
  expect(answer.statusCode).toBe(201);
}
