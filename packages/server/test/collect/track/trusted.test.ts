import { beforeEach, describe, expect, it } from 'vitest';
import { useApi } from '../../support/api.js';
import { project } from '../../support/builders.js';
import { send, track, tracked } from './track.js';

const api = useApi();
const bearer = (token: string) => ({ userAgent: 'node', headers: { authorization: `Bearer ${token}` } });
const purchase = { site: 'site-p1', session_id: '7', events: [tracked({ type: 'event', name: 'purchase' })] };

let token: string;
beforeEach(async () => {
  token = await api.issue({ abilities: ['events:write', 'sessions:read'] });
});

const originsIn = async (session: string) => {
  const { data } = (await api.send('GET', `/sessions/${session}`, token)).json();
  return data.timeline.map(({ origin }: { origin: string }) => origin);
};

describe('the origin of tracked events', () => {
  it('is public without a token', async () => {
    const session = await track(api, [tracked()]);
    expect(await originsIn(session)).toEqual(['public']);
  });

  it("is trusted with one, and the sender's user agent says nothing of the visitor", async () => {
    const answer = await send(api, purchase, bearer(token));
    expect(answer.statusCode).toBe(202);
    expect(answer.json().data).toEqual({ session_id: '7' });
    expect(await originsIn('7')).toEqual(['trusted']);
    expect((await api.send('GET', '/sessions/7', token)).json().data).toMatchObject({ browser: null, device: null });
  });

  it('is not public for a token that is not accepted: the request is refused', async () => {
    expect((await send(api, purchase, bearer(`${token}x`))).statusCode).toBe(401);
    const reader = await api.issue({ abilities: ['conversions:read'] });
    const answer = await send(api, purchase, bearer(reader));
    expect([answer.statusCode, answer.json().message]).toEqual([403, 'This token lacks the ability events:write.']);
  });

  it("is refused with another project's token, and without the session", async () => {
    await api.store.projects.create(project({ id: 'p2' }));
    const other = await send(api, { ...purchase, site: 'site-p2' }, bearer(token));
    expect([other.statusCode, other.json().errors]).toEqual([
      422,
      { site: [expect.stringContaining("must be the site key of the token's project")] },
    ]);
    const { session_id: _, ...without } = purchase;
    const answer = await send(api, without, bearer(token));
    expect([answer.statusCode, Object.keys(answer.json().errors)]).toEqual([422, ['session_id']]);
  });
});
