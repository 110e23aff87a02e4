import { deepStrictEqual } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Random } from '../data/random.mjs';
import { median } from '../measure/statistics.mjs';

const REQUESTS = 20;

/**
 * Asks the hand-written server and Goalpost the same, and fails unless they answer the same: speed is compared only
 * between right answers. Gives the median size of the hand-written answers in bytes.
 */
export async function checkAgreement(byHand, goalpost, dataSet, { key, sessions, expand }) {
  const ids = readFileSync(dataSet.idsFile, 'utf8').trimEnd().split('\n');
  const random = new Random(2);
  const sizes = [];
  for (let i = 0; i < REQUESTS; i++) {
    const session_ids = Array.from({ length: sessions }, () => ids[random.below(ids.length)]);
    const expected = await ask(byHand, dataSet, { key, session_ids });
    const actual = await ask(goalpost, dataSet, { key, session_ids, expand });
    const data = JSON.parse(actual).data;
    deepStrictEqual(expand ? data.map(PLAIN[key]) : data, JSON.parse(expected).data);
    sizes.push(Buffer.byteLength(expected));
  }
  return median(sizes);
}

/** What an expanded entry says in plain. */
const PLAIN = { list: ({ id }) => id, count: ({ count }) => String(count) };

async function ask({ url, path }, { bearerToken }, body) {
  const response = await fetch(url + path(), {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${bearerToken}` },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${url + path()} answered ${response.status}: ${text}`);
  return text;
}
