import { performance } from 'node:perf_hooks';
import { openReadOnly, PROJECT_ID } from '../data/data-dir.mjs';
import { startServer } from '../measure/server.mjs';
import { goalpost } from '../reads/servers.mjs';

const TIMES = 5;
const API = '/api/services/analytics/v1';
/** A year by source, written by hand over the rows. */
const BY_HAND = `SELECT s.source, count(DISTINCT s.session_no), count(DISTINCT iif(c.event_id IS NULL, NULL, s.session_no)),
    count(c.event_id)
  FROM sessions s LEFT JOIN conversions c ON c.project_no = s.project_no AND c.session_id = s.session_id
  WHERE s.project_no = (SELECT project_no FROM projects WHERE id = ?) AND s.started_at >= ? AND s.started_at < ?
  GROUP BY s.source`;
const YEAR = [Date.UTC(2024, 11, 31, 23), Date.UTC(2025, 11, 31, 23)];

/** Asks for each report several times in sequence. Returns the times taken in ms, and the memory of the server. */
export async function measureReports(dataSet, cases, lateCases) {
  const server = await startServer(goalpost(dataSet));
  const restMb = server.nowMb();
  const reports = [];
  for (const { atMostMs, ...one } of cases) {
    await ask(server, dataSet, one);
    const samples = await samplesOf(server, dataSet, one);
    reports.push({ case: one.name, perYear: dataSet.perYear, atMostMs, samples });
  }
  for (const { days, atMostMs, ...one } of lateCases) {
    const samples = [];
    for (let time = 0; time < TIMES; time++) {
      await importLateEvents(server, dataSet, days, `late-${Date.now()}-${days}-${time}`);
      samples.push(...(await samplesOf(server, dataSet, one, 1)));
    }
    reports.push({ case: one.name, perYear: dataSet.perYear, atMostMs, samples });
  }
  const peakMb = server.peakMb();
  await server.stop();
  console.log(`reports: ${reports.length} cases, ${TIMES} times each`);
  return { reports, restMb, peakMb, byHandMs: cases.length > 0 ? byHand(dataSet) : null };
}

async function samplesOf(server, dataSet, one, times = TIMES) {
  const samples = [];
  for (let time = 0; time < times; time++) {
    const startedAt = performance.now();
    await ask(server, dataSet, one);
    samples.push(performance.now() - startedAt);
  }
  return samples;
}

/** One event of a new session at noon of each of the last days of September 2025. */
async function importLateEvents(server, { bearerToken }, days, id) {
  const lines = Array.from({ length: days }, (_, day) => {
    const at = new Date(Date.UTC(2025, 8, 30 - day, 12)).toISOString();
    return JSON.stringify({ session_id: `${id}-${day}`, id: 'e', type: 'visit', at, url: 'https://shop.example/late' });
  });
  await post(server, `${API}/events/import`, bearerToken, 'application/x-ndjson', lines.join('\n'));
}

export function ask(server, { bearerToken }, { report = 'conversions', body }) {
  return post(server, `${API}/reports/${report}`, bearerToken, 'application/json', JSON.stringify(body));
}

async function post({ url }, path, bearerToken, type, body) {
  const answer = await fetch(url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${bearerToken}`, 'content-type': type },
    body,
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${text}`);
  return text;
}

/** The time that the query written by hand takes, once: it reads all rows of the year. */
function byHand({ dataDir }) {
  const db = openReadOnly(dataDir);
  const startedAt = performance.now();
  db.prepare(BY_HAND).all(PROJECT_ID, ...YEAR);
  const taken = performance.now() - startedAt;
  db.close();
  return taken;
}
