import { CHECKED_ANSWERS } from '../../packages/server/dist/clickhouse/cluster/answer.js';
import { SETTINGS } from '../../packages/server/dist/clickhouse/cluster/node.js';
import { FORMAT } from '../../packages/server/dist/clickhouse/cluster/query-client.js';
import {
  RECORDS_PER_READ_MAX,
  recordsQuery,
} from '../../packages/server/dist/clickhouse/conversions/batched-record-reader.js';
import { PROJECT_ID } from '../data/data-dir.mjs';
import { startServer } from '../measure/server.mjs';
import { load, loadClickHouse } from '../measure/wrk.mjs';
import { checkAgreement } from './agreement.mjs';
import { CONVERSIONS, clickHouseServer } from './server.mjs';

const WARM_UP = { seconds: 1, seed: 0 };

/**
 * Measures reads through Goalpost on every data set, alternating with the same query sent directly to the node over as many
 * connections, and with SELECT 1. Returns one sample for each round, with the node's processor time per request.
 */
export async function measureClickHouseReads(nodes, sets, cases, { rounds, seconds }) {
  const servers = [];
  for (const set of sets) {
    const server = await startServer(clickHouseServer(nodes, set));
    await checkAgreement(nodes.urls[0], server.url, set);
    servers.push({ set, server });
  }
  const reads = [];
  for (const readCase of cases) {
    const contenders = contendersOf(nodes, servers, readCase);
    for (const { measure } of contenders) await measure(WARM_UP);
    for (let round = 1; round <= rounds; round++) {
      for (const [place, { measure, samples }] of contenders.entries()) {
        const before = nodes.cpuMs()[0];
        // Each contender reads different sessions, because the node caches those that were just read.
        const sample = await measure({ seconds, seed: round * contenders.length + place });
        samples.push({ ...sample, nodeMs: (nodes.cpuMs()[0] - before) / sample.requests });
      }
    }
    reads.push(...contenders.map(({ measure, ...read }) => read));
    console.log(`${readCase.name}: ${rounds} rounds of ${contenders.length} contenders, ${seconds} s each`);
  }
  for (const { server } of servers) await server.stop();
  return reads;
}

function contendersOf({ urls: [url] }, servers, readCase) {
  const contender = (name, conversions, measure) => ({
    case: readCase.name,
    contender: name,
    conversions,
    samples: [],
    measure,
  });
  const { set: largest } = servers.at(-1);
  const nothing = { sql: 'SELECT 1', project: PROJECT_ID, settings: {} };
  return [
    contender('select-1', null, (round) => loadClickHouse(url, largest, nothing, { ...readCase, sessions: 0 }, round)),
    ...servers.flatMap(({ set, server }) => [
      contender('straight', set.conversions, (round) => loadClickHouse(url, set, readQuery(set), readCase, round)),
      contender('goalpost', set.conversions, (round) => load(server.url + CONVERSIONS, set, readCase, round)),
    ]),
  ];
}

/** The query that Goalpost sends for the sessions of a single request. */
function readQuery({ database }) {
  const { sql } = recordsQuery('records', [], RECORDS_PER_READ_MAX);
  return {
    sql: `${sql} FORMAT ${FORMAT}`,
    project: PROJECT_ID,
    settings: { database, ...CHECKED_ANSWERS, ...SETTINGS },
  };
}
