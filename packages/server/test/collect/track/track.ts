import { BASE_PATH } from '#goalpost/app.js';
import type { Api } from '../../support/api.js';
import type { Answer } from '../../support/app.js';

export const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

export interface Sender {
  readonly address?: string;
  readonly userAgent?: string;
  readonly headers?: Record<string, string>;
}

/** Sends a body to the collector, as Firefox by default. */
export function send(api: Api, body: unknown, sender: Sender = {}): Promise<Answer> {
  const { address = '192.0.2.7', userAgent = FIREFOX, headers = {} } = sender;
  return api.app.inject({
    method: 'POST',
    url: `${BASE_PATH}/track`,
    remoteAddress: address,
    headers: { 'content-type': 'text/plain;charset=UTF-8', 'user-agent': userAgent, ...headers },
    payload: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

/** An event of a page; by default a visit of `/` now. */
export function tracked(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return { id: 'e1', type: 'visit', age: 0, url: 'https://shop.example/', ...changes };
}

/** Sends events of the project `p1` and returns the session in the answer. */
export async function track(api: Api, events: readonly object[], sender?: Sender): Promise<string> {
  const answer = await send(api, { site: 'site-p1', events }, sender);
  if (answer.statusCode !== 202) throw new Error(`${answer.statusCode}: ${answer.body}`);
  return answer.json().data.session_id;
}
