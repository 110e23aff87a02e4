import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ProjectId } from '#goalpost/model/ids.js';
import { ABILITIES, type Ability } from '#goalpost/model/token.js';
import { useSharedApi } from '../support/api.js';
import { project, urlGoal, visit } from '../support/builders.js';
import { callTool, TRANSPORTS, withClient } from './clients.js';

// Each stdio test starts a command.
const api = useSharedApi();
let url: string;
beforeAll(async () => {
  url = await api.app.listen({ host: '127.0.0.1', port: 0 });
  await api.store.projects.create(project({ id: 'p2', name: 'Bakery', timeZone: 'Europe/Amsterdam' }));
  await api.store.goals.create('p1' as ProjectId, urlGoal('/thanks', { key: 'thanks' }));
  await api.record(visit('/thanks'), visit('/thanks', { sessionId: '2' }));
  await api.store.projects.create(project({ id: 'p3', name: 'Large' }));
  const pages = Array.from({ length: 150 }, (_, page) => visit(`/${page}`, { sessionId: `${page}` }));
  await api.store.events.record('p3' as ProjectId, pages);
  await api.record(...['e1', 'e2', 'e3'].map((id) => visit('/', { id, sessionId: '3' })));
});

interface Endpoint {
  readonly tool: string;
  readonly ability: Ability;
  readonly input: object;
  /** The same request to the endpoint. */
  readonly ask: [method: 'GET' | 'POST', address: string, body?: object];
}

const JANUARY = { start_date: '2026-01-01', end_date: '2026-01-31' };
const REPORT = { ...JANUARY, group_by: ['entry_page', 'goal'], sort: '-sessions', limit: 1, compare: 'previous_year' };
const FUNNEL = {
  ...JANUARY,
  steps: [{ goal: 'thanks' }, { name: 'Again', type: 'url', rule: { match: 'prefix', pattern: '/' } }],
  group_by: 'entry_page',
  limit: 1,
};
const RULE = { type: 'url', rule: { match: 'prefix', pattern: '/thanks' } };

const ENDPOINTS: Endpoint[] = [
  {
    tool: 'get_conversions',
    ability: 'conversions:read',
    input: { session_ids: [1, 2], limit: 10 },
    ask: ['POST', '/sessions/get-conversions', { session_ids: [1, 2], limit: 10 }],
  },
  {
    tool: 'report',
    ability: 'reports:read',
    input: REPORT,
    ask: ['POST', '/reports/conversions', REPORT],
  },
  {
    tool: 'funnel',
    ability: 'reports:read',
    input: FUNNEL,
    ask: ['POST', '/reports/funnel', FUNNEL],
  },
  {
    tool: 'list_sessions',
    ability: 'sessions:read',
    input: { ...JANUARY, per_page: 1, page: 2 },
    ask: ['POST', '/project/sessions', { ...JANUARY, per_page: 1, page: 2 }],
  },
  {
    tool: 'session_timeline',
    ability: 'sessions:read',
    input: { session_id: 1 },
    ask: ['GET', '/sessions/1'],
  },
  { tool: 'list_goals', ability: 'goals:read', input: {}, ask: ['GET', '/goals'] },
  { tool: 'preview_goal', ability: 'goals:write', input: RULE, ask: ['POST', '/goals/preview', RULE] },
];

const REFUSED: [tool: string, input: object, sentences: string[]][] = [
  [
    'get_conversions',
    { key: 'total', start_date: '2026-02-30' },
    [
      'The key field must be "list" or "count"; got "total".',
      'The session_ids field is required: it must be a list of 1 to 1000 session ids.',
    ],
  ],
  [
    'list_sessions',
    { ...JANUARY, filters: { brwser: 'Firefox' } },
    [expect.stringMatching(/^The filters\.brwser field is not a filter; the filters are browser, /)],
  ],
  [
    'report',
    { ...JANUARY, goals: ['thx'], filters: { city: 'Paris' } },
    [
      'The project has no goal "thx"; GET goals lists those there are.',
      expect.stringMatching(/^The filters\.city field is not a filter; the filters are browser, /),
    ],
  ],
  ['session_timeline', { session_id: 'nobody' }, ['The project has no session "nobody".']],
  [
    'session_timeline',
    { session_id: 1, limit: 0, cursor: 5 },
    [
      'The limit field must be an integer from 1 to 1000; got 0.',
      'The cursor field must be the next_cursor of an earlier answer; got 5.',
    ],
  ],
  [
    'session_timeline',
    { session_id: 1, cursor: 'x' },
    ['The cursor field must be the next_cursor of an earlier answer.'],
  ],
  [
    'preview_goal',
    {},
    [expect.stringMatching(/^The type field is required/), expect.stringMatching(/^The rule field/)],
  ],
];

/** Removes the links to other pages. A tool has none, because a model asks for a page by its number. */
function withoutLinks(text: string): unknown {
  const { data, ...rest } = JSON.parse(text);
  if (!('links' in data)) return { data, ...rest };
  const { links, path, first_page_url, last_page_url, next_page_url, prev_page_url, ...paged } = data;
  return { data: paged, ...rest };
}

describe.each(Object.entries(TRANSPORTS))('over %s', (_name, connect) => {
  const ask = async <Result>(token: string, use: Parameters<typeof withClient<Result>>[1]) =>
    withClient(connect(url, token), use);

  it('lists the tools that the abilities of a token allow, each with a description and a JSON Schema', async () => {
    const all = await ask(await api.issue({ abilities: ABILITIES }), (client) => client.listTools());
    expect(all.tools.map(({ name }) => name)).toEqual(ENDPOINTS.map(({ tool }) => tool));
    for (const { name, description, inputSchema, annotations } of all.tools) {
      expect(description, name).toMatch(/\.$/);
      expect(annotations?.readOnlyHint, name).toBe(true);
      expect(JSON.stringify(inputSchema), name).not.toMatch(/"(expected|x-\w+|~\w+|\$ref)":/);
      new Ajv2020({ strict: true, allowUnionTypes: true, validateFormats: false }).compile(inputSchema);
    }
    const few = await ask(await api.issue({ abilities: ['goals:read'] }), (client) => client.listTools());
    expect(few.tools.map(({ name }) => name)).toEqual(['list_goals']);
  });

  it.each(ENDPOINTS)(
    '$tool gives the same answer as its endpoint',
    async ({ tool, ability, input, ask: [method, address, body] }) => {
      const token = await api.issue({ abilities: [ability] });
      const answer = await api.send(method, address, token, body);
      expect(answer.statusCode).toBe(200);
      const { isError, text } = await ask(token, (client) => callTool(client, tool, input));
      expect({ isError, answer: JSON.parse(text) }).toEqual({ isError: false, answer: withoutLinks(answer.body) });
    },
  );

  it.each(ENDPOINTS)('$tool needs the ability $ability', async ({ tool, ability, input }) => {
    const token = await api.issue({ abilities: ABILITIES.filter((other) => other !== ability) });
    const refused = { isError: true, text: `This token lacks the ability ${ability}.` };
    expect(await ask(token, (client) => callTool(client, tool, input))).toEqual(refused);
  });

  it('a list without a limit comes in pages of 100; a count is complete', async () => {
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

  it('rows of a report without a limit come in pages of 100, those of each query too', async () => {
    const token = await api.issue({ projectId: 'p3', abilities: ['reports:read'] });
    await ask(token, async (client) => {
      const report = async (query: object) =>
        JSON.parse((await callTool(client, 'report', { ...JANUARY, ...query })).text).data;
      const first = await report({ group_by: ['entry_page'] });
      const second = await report({ group_by: ['entry_page'], cursor: first.next_cursor });
      expect([first.rows.length, second.rows.length, second.next_cursor]).toEqual([100, 50, null]);
      const { queries } = await report({
        queries: [{ group_by: ['entry_page'] }, { group_by: ['entry_page'], limit: 120 }],
      });
      expect(queries.map(({ rows }: { rows: unknown[] }) => rows.length)).toEqual([100, 120]);
    });
  });

  it.each(REFUSED)('%s %j: the error has one line per field', async (tool, input, sentences) => {
    const { isError, text } = await ask(await api.issue({ abilities: ABILITIES }), (client) =>
      callTool(client, tool, input),
    );
    expect({ isError, sentences: text.split('\n') }).toEqual({ isError: true, sentences });
  });

  it('a cursor continues a timeline', async () => {
    await ask(await api.issue({ abilities: ['sessions:read'] }), async (client) => {
      const { data } = JSON.parse((await callTool(client, 'session_timeline', { session_id: 3, limit: 1 })).text);
      const rest = { session_id: '3', cursor: data.next_cursor };
      const { data: after } = JSON.parse((await callTool(client, 'session_timeline', rest)).text);
      expect([...data.timeline, ...after.timeline].map(({ id }) => id)).toEqual(['e1', 'e2', 'e3']);
      expect(after.next_cursor).toBeNull();
    });
  });

  it('an unknown tool is answered with the names of the known ones', async () => {
    const { isError, text } = await ask(await api.issue(), (client) => callTool(client, 'drop_table'));
    expect(isError).toBe(true);
    expect(text).toMatch(/^There is no tool "drop_table"; there are get_conversions, /);
  });

  it('a project sees only its own data, and its name is in the instructions', async () => {
    const token = await api.issue({ projectId: 'p2', abilities: ABILITIES });
    await ask(token, async (client) => {
      expect(client.getInstructions()).toContain('"Bakery", with dates in the time zone Europe/Amsterdam');
      const { text } = await callTool(client, 'get_conversions', { session_ids: [1, 2], expand: true, key: 'count' });
      expect(JSON.parse(text).data.map(({ known }: { known: boolean }) => known)).toEqual([false, false]);
      expect((await callTool(client, 'list_goals')).text).toBe('{"error":false,"data":[]}');
    });
  });

  it('a wrong token is refused', async () => {
    await expect(ask('wrong', (client) => client.listTools())).rejects.toThrow('Unauthenticated.');
  });

  it('messages count in the window of the token, and a model that has used it up gets an error', async () => {
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
