import { deepStrictEqual } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Random } from '../data/random.mjs';
import { median } from '../measure/statistics.mjs';

const REQUESTS = 20;

/**
 * Sends the same requests to the hand-written server and to Goalpost, and fails unless their answers agree, so that only
 * correct answers are timed. Returns the median size of the hand-written answers in bytes.
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

/** Converts an expanded entry to the form it has without `expand`. */
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
