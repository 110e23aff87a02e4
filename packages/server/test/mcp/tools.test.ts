import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ABILITIES, type Ability } from '#goalpost/access/token.js';
import type { ProjectId } from '#goalpost/ids.js';
import { useApi } from '../support/api.js';
import { project, urlGoal, visit } from '../support/builders.js';
import { callTool, TRANSPORTS, withClient } from './clients.js';

// A command starts for each of these.
vi.setConfig({ testTimeout: 60_000 });

const api = useApi();
let url: string;
beforeEach(async () => {
  url = await api.app.listen({ host: '127.0.0.1', port: 0 });
  await api.store.goals.create('p1' as ProjectId, urlGoal('/thanks', { key: 'thanks' }));
  await api.record(visit('/thanks', { id: 'e1' }), visit('/thanks', { id: 'e2', sessionId: '2' }), visit('/'));
});

/** Each tool, the ability it needs, and the endpoint that answers the same. */
const TOOLS: [name: string, ability: Ability, method: 'GET' | 'POST', address: string, input: object][] = [
  ['get_conversions', 'conversions:read', 'POST', '/sessions/get-conversions', { session_ids: [1, 2], limit: 10 }],
  ['list_goals', 'goals:read', 'GET', '/goals', {}],
];

describe.each(Object.entries(TRANSPORTS))('over %s', (_name, connect) => {
  const ask = async <Result>(token: string, use: Parameters<typeof withClient<Result>>[1]) =>
    withClient(connect(url, token), use);

  it('a token is shown the tools its abilities allow, each with a description and a JSON Schema', async () => {
    const all = await ask(await api.issue({ abilities: ABILITIES }), (client) => client.listTools());
    expect(all.tools.map(({ name }) => name)).toEqual(TOOLS.map(([name]) => name));
    for (const { name, description, inputSchema, annotations } of all.tools) {
      expect(description, name).toMatch(/\.$/);
      expect(annotations?.readOnlyHint, name).toBe(true);
      expect(JSON.stringify(inputSchema), name).not.toMatch(/"(expected|x-\w+|~\w+|\$ref)":/);
      new Ajv2020({ strict: true, allowUnionTypes: true, validateFormats: false }).compile(inputSchema);
    }
    const few = await ask(await api.issue({ abilities: ['goals:read'] }), (client) => client.listTools());
    expect(few.tools.map(({ name }) => name)).toEqual(['list_goals']);
  });

  it.each(TOOLS)('%s gives the answer of its endpoint', async (name, ability, method, address, input) => {
    const token = await api.issue({ abilities: [ability] });
    const answer = await api.send(method, address, token, method === 'POST' ? input : undefined);
    expect(answer.statusCode).toBe(200);
    expect(await ask(token, (client) => callTool(client, name, input))).toEqual({ isError: false, text: answer.body });
  });

  it.each(TOOLS)('%s needs the ability %s', async (name, ability, _method, _address, input) => {
    const token = await api.issue({ abilities: ABILITIES.filter((other) => other !== ability) });
    const refused = { isError: true, text: `This token lacks the ability ${ability}.` };
    expect(await ask(token, (client) => callTool(client, name, input))).toEqual(refused);
  });

  it('a list without a limit comes in pages of 100; a count is whole', async () => {
    const token = await api.issue();
    await api.record(...Array.from({ length: 150 }, (_, n) => visit('/thanks', { sessionId: '7', id: `e${n}` })));
    await ask(token, async (client) => {
      const first = JSON.parse((await callTool(client, 'get_conversions', { session_ids: [7] })).text);
      expect(first.data).toHaveLength(100);
      const rest = { session_ids: [7], cursor: first.next_cursor };
      const second = JSON.parse((await callTool(client, 'get_conversions', rest)).text);
      expect(second).toMatchObject({ next_cursor: null });
      expect(new Set([...first.data, ...second.data]).size).toBe(150);
      const count = await callTool(client, 'get_conversions', { key: 'count', session_ids: [7] });
      expect(count.text).toBe('{"error":false,"data":["150"]}');
    });
  });

  it('what is wrong with the input is said, a line for each field', async () => {
    const { isError, text } = await ask(await api.issue(), (client) =>
      callTool(client, 'get_conversions', { key: 'total', start_date: '2026-02-30' }),
    );
    expect(isError).toBe(true);
    expect(text.split('\n')).toEqual([
      'The key field must be "list" or "count"; got "total".',
      'The session_ids field is required: it must be a list of 1 to 1000 session ids.',
    ]);
  });

  it('a tool that does not exist is answered with those that do', async () => {
    const { isError, text } = await ask(await api.issue(), (client) => callTool(client, 'drop_table'));
    expect(isError).toBe(true);
    expect(text).toMatch(/^There is no tool "drop_table"; there are get_conversions, /);
  });

  it('a project sees nothing of another, and is told which it is', async () => {
    await api.store.projects.create(project({ id: 'p2', name: 'Bakery', timeZone: 'Europe/Amsterdam' }));
    const token = await api.issue({ projectId: 'p2', abilities: ABILITIES });
    await ask(token, async (client) => {
      expect(client.getInstructions()).toContain('"Bakery", with dates in the time zone Europe/Amsterdam');
      const { text } = await callTool(client, 'get_conversions', { session_ids: [1, 2], expand: true, key: 'count' });
      expect(JSON.parse(text).data.map(({ known }: { known: boolean }) => known)).toEqual([false, false]);
      expect((await callTool(client, 'list_goals')).text).toBe('{"error":false,"data":[]}');
    });
  });

  it('a wrong token is told so', async () => {
    await expect(ask('wrong', (client) => client.listTools())).rejects.toThrow('Unauthenticated.');
  });

  it('messages draw on the window of the token, and a model that has used it up is told', async () => {
    const token = await api.issue({ rateLimit: 5 });
    const answer = await api.ask({ session_ids: [1] }, token);
    expect(answer.headers['x-ratelimit-remaining']).toBe('4');
    await ask(token, async (client) => {
      const asking = async () => {
        for (let calls = 0; calls < 5; calls++) await callTool(client, 'get_conversions', { session_ids: [1] });
      };
      await expect(asking()).rejects.toThrow(/Too Many Requests/);
    });
    expect((await api.ask({ session_ids: [1] }, token)).statusCode).toBe(429);
  });
});
