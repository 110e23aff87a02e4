import { describe, expect, it } from 'vitest';
import type { ProjectId } from '#goalpost/model/ids.js';
import { useApi } from '../../support/api.js';
import { project, urlGoal } from '../../support/builders.js';

const api = useApi();

describe.each<['GET' | 'PATCH' | 'DELETE', body?: object]>([['GET'], ['PATCH', { name: 'x' }], ['DELETE']])(
  '%s of a goal',
  (method, body) => {
    it.each([
      ['none', 'none'],
      ['THANKS', 'THANKS'],
      ['a%20b', 'a b'],
      ['%22%3Cscript%3E', '"<script>'],
      ['__proto__', '__proto__'],
      ['%00', '\u0000'],
    ])('that the project does not have is not found: %s', async (address, key) => {
      const token = await api.issue({ abilities: ['goals:read', 'goals:write'] });
      const answer = await api.send(method, `/goals/${address}`, token, body);
      expect(answer.statusCode).toBe(404);
      expect(answer.json()).toEqual({ error: true, message: `The project has no goal "${key}".` });
      expect(answer.headers).toMatchObject({ 'x-ratelimit-limit': '100000', 'x-ratelimit-remaining': '99999' });
    });

    it('that another project has is not found, and stays as it is', async () => {
      const p2 = 'p2' as ProjectId;
      await api.store.projects.create(project({ id: 'p2' }));
      await api.store.goals.create(p2, urlGoal('/secret', { key: 'secret' }));
      const before = await api.store.goals.list(p2);
      const token = await api.issue({ abilities: ['goals:read', 'goals:write'] });
      const answer = await api.send(method, '/goals/secret', token, body);
      expect(answer.statusCode).toBe(404);
      expect(answer.json()).toEqual({ error: true, message: 'The project has no goal "secret".' });
      expect((await api.send('GET', '/goals', token)).json()).toEqual({ error: false, data: [] });
      expect(await api.store.goals.list(p2)).toEqual(before);
    });
  },
);

it.each(['/goals/', '/goals/thanks/', '/goals/a/b', `/goals/${'a'.repeat(200)}`, '/goal'])(
  'there is nothing at %s',
  async (address) => {
    const token = await api.issue({ abilities: ['goals:read', 'goals:write'] });
    const answer = await api.send('GET', address, token);
    expect(answer.statusCode).toBe(404);
    expect(answer.headers).toMatchObject({ 'x-ratelimit-limit': '100000', 'x-ratelimit-remaining': '99999' });
  },
);
