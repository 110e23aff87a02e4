import { createHmac } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { OVERLAP_MS, rotated } from '#goalpost/access/signing.js';
import type { ProjectId } from '#goalpost/model/ids.js';
import type { PageSessionIds } from '#goalpost/model/project.js';
import { useApi } from '../../support/api.js';
import { send, tracked } from './track.js';

const P1 = 'p1' as ProjectId;
const api = useApi();
const sendAs = (session_id: unknown) => send(api, { site: 'site-p1', session_id, events: [tracked()] });
const allow = (pageSessionIds: PageSessionIds) => api.store.projects.update(P1, { pageSessionIds });
const sign = (secret: string, id: string, project = 'p1') =>
  `${id}~${createHmac('sha256', secret).update(`${project}:${id}`).digest('base64url')}`;
/** Projects are cached for a second. */
const afterCache = () => {
  api.now += 1001;
};

const SIGNATURE = 'The session_id field has a wrong signature: it must be';

let secret: string;
beforeEach(async () => {
  const secrets = rotated([], api.now);
  secret = secrets[0].secret;
  await api.store.projects.update(P1, { signingSecrets: secrets });
});

describe.each<[PageSessionIds, expected: Record<string, string | null>]>([
  ['accept', { bare: null, signed: null, wrong: SIGNATURE, absent: null }],
  [
    'signed',
    { bare: 'The session_id field must be signed: ID~SIGNATURE', signed: null, wrong: SIGNATURE, absent: null },
  ],
  [
    'refuse',
    {
      bare: 'The session_id field must be left out: this site',
      signed: 'The session_id field must be left out: this site',
      wrong: 'The session_id field must be left out: this site',
      absent: null,
    },
  ],
])('a project whose page_session_ids is %s', (setting, expected) => {
  const given = () => ({
    bare: '7',
    signed: sign(secret, '7'),
    wrong: sign(secret, '7', 'p2'),
    absent: undefined,
  });

  it.each(Object.entries(expected))('a session id that is %s: %s', async (kind, sentence) => {
    await allow(setting);
    const answer = await sendAs(given()[kind as keyof ReturnType<typeof given>]);
    if (sentence === null) {
      expect(answer.statusCode).toBe(202);
      if (kind !== 'absent') expect(answer.json().data.session_id).toBe('7');
    } else {
      expect(answer.statusCode).toBe(422);
      expect(answer.json().errors).toEqual({ session_id: [expect.stringContaining(sentence)] });
    }
  });
});

it('takes a token instead of a signature', async () => {
  await allow('refuse');
  const token = await api.issue({ abilities: ['events:write'] });
  const body = { site: 'site-p1', session_id: '7', events: [tracked()] };
  const answer = await send(api, body, { headers: { authorization: `Bearer ${token}` } });
  expect(answer.statusCode).toBe(202);
});

it('accepts a replaced secret for an hour', async () => {
  const old = sign(secret, '7');
  const project = await api.store.projects.find(P1);
  await api.store.projects.update(P1, { signingSecrets: rotated(project!.signingSecrets, api.now) });
  expect((await sendAs(old)).statusCode).toBe(202);
  api.now += OVERLAP_MS - 1;
  expect((await sendAs(old)).statusCode).toBe(202);
  api.now += 1;
  expect((await sendAs(old)).statusCode).toBe(422);
  afterCache();
  const [current] = (await api.store.projects.find(P1))!.signingSecrets;
  expect((await sendAs(sign(current!.secret, '7'))).statusCode).toBe(202);
});

it.each(['7~', '7~x', `7~${'a'.repeat(44)}`, `~${'a'.repeat(43)}`])('refuses the form of %s', async (id) => {
  const answer = await sendAs(id);
  expect([answer.statusCode, Object.keys(answer.json().errors)]).toEqual([422, ['session_id']]);
});
