import type { RunningServer } from './operator.js';

/** Calls get-conversions over HTTP. */
export async function conversions(
  { api }: Pick<RunningServer, 'api'>,
  token: string,
  body: object,
): Promise<{ status: number; data: string[] }> {
  const answer = await fetch(`${api}/sessions/get-conversions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const { data } = (await answer.json()) as { data: string[] };
  return { status: answer.status, data };
}

/** A session in the answer of project/sessions. */
export interface SessionAnswer {
  readonly id: string;
  readonly [field: string]: unknown;
}

/** All sessions (at most a hundred) by id, read over HTTP. */
export async function sessionsOver({ api }: RunningServer, token: string, filters = {}): Promise<SessionAnswer[]> {
  const answer = await fetch(`${api}/project/sessions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ start_date: '2000-01-01', end_date: '2100-01-01', sortKey: 'id', per_page: 100, filters }),
  });
  const { data } = (await answer.json()) as { data: { data: SessionAnswer[] } };
  return data.data;
}

export interface ImportAnswer {
  readonly status: number;
  readonly lines: number;
  readonly stored: number;
  readonly repeated: number;
}

/** Sends events in the import format over HTTP. Rejects when the connection breaks. */
export async function importOver(
  { api }: RunningServer,
  token: string,
  body: string | AsyncIterable<Uint8Array>,
): Promise<ImportAnswer> {
  const answer = await fetch(`${api}/events/import`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' },
    body,
    ...(typeof body !== 'string' && { duplex: 'half' }),
  } as RequestInit);
  const { data } = (await answer.json()) as { data: ImportAnswer };
  return { ...data, status: answer.status };
}

/** Visits of one session, a second apart, as lines of the import format: `v0`, `v1`, … */
export function visitLines(sessionId: string, count: number, url = '/thanks'): string {
  return Array.from({ length: count }, (_, index) =>
    JSON.stringify({
      session_id: sessionId,
      id: `v${index}`,
      type: 'visit',
      at: new Date(Date.UTC(2026, 0, 3) + index * 1000).toISOString(),
      url: `https://shop.example${url}`,
    }),
  ).join('\n');
}
