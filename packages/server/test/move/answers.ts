import { BASE_PATH, buildApp } from '#goalpost/app.js';
import type { Store } from '#goalpost/store/store.js';
import { SESSIONS } from './histories.js';

const PERIOD = { start_date: '2000-01-01', end_date: '2100-01-01' };
const SESSION_IDS = [...SESSIONS, 'ada', 'nobody'];

/** Requests to the public API: method, path and body. */
const REQUESTS: readonly (readonly ['GET' | 'POST', string, object?])[] = [
  ...[{}, { expand: true }, { conversion_types: ['click', 'event'] }, PERIOD].flatMap((more) =>
    ['list', 'count'].map(
      (key) => ['POST', '/sessions/get-conversions', { session_ids: SESSION_IDS, key, ...more }] as const,
    ),
  ),
  ...[{}, { expand: true }, PERIOD].flatMap((more) =>
    ['list', 'count'].map(
      (key) => ['POST', '/sessions/get-visits', { session_ids: SESSION_IDS, key, ...more }] as const,
    ),
  ),
  ...['id', 'browser', 'time_spend', 'created_at'].map(
    (sortKey) => ['POST', '/project/sessions', { ...PERIOD, sortKey, per_page: 100 }] as const,
  ),
  ['POST', '/project/sessions', { ...PERIOD, filters: { converted: 'yes' } }],
  ...SESSION_IDS.map((id) => ['GET', `/sessions/${id}`] as const),
  ['GET', '/goals'],
];

/** The status and body of each answer that a server on the store gives to each token. */
export async function answersOf(store: Store, tokens: readonly string[], now: () => number): Promise<string[]> {
  const app = await buildApp({ store, now });
  try {
    const answers: string[] = [];
    for (const token of tokens) {
      for (const [method, address, body] of REQUESTS) {
        const answer = await app.inject({
          method,
          url: BASE_PATH + address,
          headers: { authorization: `Bearer ${token}` },
          ...(body && { payload: body }),
        });
        answers.push(`${method} ${address} ${JSON.stringify(body)}: ${answer.statusCode} ${answer.body}`);
      }
    }
    return answers;
  } finally {
    await app.close();
  }
}
