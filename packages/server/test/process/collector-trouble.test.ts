import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect } from 'vitest';
import { BASE_PATH } from '#goalpost/app.js';
import { FIREFOX } from '../collect/track/track.js';
import { urlGoal } from '../support/builders.js';
import { it, type Running } from '../support/operator.js';

interface Tracked {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly session: string | undefined;
}

const EVENTS_A_REQUEST = 20;

/** Sends visits `<name>-0`, `<name>-1`, …, with titles of the maximum length. */
async function track(url: string, name: string): Promise<Tracked> {
  const events = Array.from({ length: EVENTS_A_REQUEST }, (_, index) => ({
    id: `${name}-${index}`,
    type: 'visit',
    age: 0,
    url: 'https://shop.example/thanks',
    title: 'x'.repeat(512),
  }));
  const answer = await fetch(`${url}${BASE_PATH}/track`, {
    method: 'POST',
    headers: { 'user-agent': FIREFOX },
    body: JSON.stringify({ site: 'site-p1', events }),
  });
  const { data } = (await answer.json()) as { data?: { session_id: string } };
  return { status: answer.status, retryAfter: answer.headers.get('retry-after'), session: data?.session_id };
}

async function conversions(url: string, token: string, session: string): Promise<string[]> {
  const answer = await fetch(`${url}${BASE_PATH}/sessions/get-conversions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ session_ids: [session] }),
  });
  return ((await answer.json()) as { data: string[] }).data;
}

const expected = (session: string, names: readonly string[]) =>
  names
    .flatMap((name) => Array.from({ length: EVENTS_A_REQUEST }, (_, index) => `${session}:url:thanks:${name}-${index}`))
    .sort();

it('while another program locks the database, nothing is acknowledged; the server recovers by itself', async ({
  operator,
}) => {
  const token = await operator.openShop(urlGoal('/thanks', { key: 'thanks' }));
  const { url } = await operator.serve();
  const { session } = await track(url, 'before');
  const other = new DatabaseSync(path.join(operator.dataDir, 'goalpost.db'));
  other.exec('BEGIN IMMEDIATE');
  expect(await track(url, 'locked')).toEqual({ status: 503, retryAfter: '1', session: undefined });
  other.exec('COMMIT');
  other.close();
  expect(await track(url, 'after')).toMatchObject({ status: 202, session });
  expect((await conversions(url, token, session!)).sort()).toEqual(expected(session!, ['after', 'before']));
});

it('while the disk is full, nothing is acknowledged; the server recovers by itself', async ({ operator }) => {
  const token = await operator.openShop(urlGoal('/thanks', { key: 'thanks' }));
  // Limits the size of the server's files. `prlimit` can raise the limit again from outside.
  const server: Running = operator.start('/bin/sh', ['-c', 'ulimit -S -f 800; exec goalpost serve --port 0']);
  const [, url] = await server.said(/Goalpost listens on (http:[^"]+)/);
  const acknowledged: string[] = [];
  let session = '';
  for (let number = 0; ; number++) {
    const answer = await track(url!, `r${number}`);
    if (answer.status === 503) {
      expect(answer.retryAfter).toBe('1');
      break;
    }
    expect(answer.status).toBe(202);
    session = answer.session!;
    acknowledged.push(`r${number}`);
  }
  expect(acknowledged.length).toBeGreaterThan(0);
  execFileSync('prlimit', ['--pid', String(server.process.pid), '--fsize=unlimited:']);
  expect(await track(url!, 'after')).toMatchObject({ status: 202, session });
  const found = (await conversions(url!, token, session)).sort();
  expect(found).toEqual(expected(session, [...acknowledged, 'after']));
});
