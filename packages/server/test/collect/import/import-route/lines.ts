import type { Api } from '../../../support/api.js';
import type { Answer } from '../../../support/app.js';

/** A visit as a line of the import format. */
export const line = (id: string, url = '/thanks') =>
  `{"session_id":"1","id":"${id}","type":"visit","at":"2026-01-03T10:00:00Z","url":"${url}"}\n`;

/** The lines of the visits e0, e1, … */
export const lines = (count: number) => Array.from({ length: count }, (_, index) => line(`e${index}`)).join('');

export const send = (api: Api, token: string, body: string | Buffer, query = ''): Promise<Answer> =>
  api.send('POST', `/events/import${query}`, token, body, { 'content-type': 'application/x-ndjson' });

/** The summary of a complete import without lines. */
export const NOTHING = {
  lines: 0,
  stored: 0,
  repeated: 0,
  filtered: { bot: 0, asset: 0, status: 0, method: 0, excluded: 0 },
  refused: { too_long: 0, not_utf8: 0, malformed: 0, invalid: 0 },
  refusals: [],
  format: 'ndjson' as string | null,
  forwarded: 0,
  apart: 0,
  truncated: null,
};

/** The stored visits of session 1, read through a goal on them. */
export async function storedIds(api: Api): Promise<string[]> {
  const token = await api.issue();
  const { data }: { data: string[] } = (await api.ask({ session_ids: [1] }, token)).json();
  return data.map((id) => id.replace('1:url:thanks:', ''));
}
