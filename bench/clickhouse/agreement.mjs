import { deepStrictEqual } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { PROJECT_ID } from '../data/data-dir.mjs';
import { Random } from '../data/random.mjs';
import { GOALS } from '../data/sessions.mjs';
import { run } from './nodes.mjs';
import { CONVERSIONS } from './server.mjs';

const REQUESTS = 20;
const SESSIONS = 5;

/** Fails unless Goalpost returns the conversions that a plain query finds, so that only correct answers are timed. */
export async function checkAgreement(url, server, { database, idsFile, bearerToken }) {
  const ids = readFileSync(idsFile, 'utf8').trimEnd().split('\n');
  const random = new Random(2);
  const labels = GOALS.map(({ type, key }) => `'${type}:${key}'`);
  for (let i = 0; i < REQUESTS; i++) {
    const session_ids = Array.from({ length: SESSIONS }, () => ids[random.below(ids.length)]);
    const expected = await run(
      url,
      database,
      `SELECT concat(session_id, ':', [${labels}][goal_no], ':', event_id) AS id FROM records FINAL
       WHERE project_id = '${PROJECT_ID}' AND session_id IN (${session_ids.map((id) => `'${id}'`)}) AND goal_no > 0
       ORDER BY occurred_at, id`,
    );
    const answer = await fetch(server + CONVERSIONS, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${bearerToken}` },
      body: JSON.stringify({ session_ids }),
    });
    deepStrictEqual((await answer.json()).data, expected.split('\n'));
  }
}
