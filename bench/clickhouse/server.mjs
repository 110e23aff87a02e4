import { GOALPOST } from '../reads/servers.mjs';

const BASE = '/api/services/analytics/v1';
export const CONVERSIONS = `${BASE}/sessions/get-conversions`;
export const TRACK = `${BASE}/track`;

/** Goalpost on a database of these nodes. It trusts X-Forwarded-For, in which wrk gives each visitor an address. */
export function clickHouseServer({ urls, cluster }, { database }) {
  const nodes = [...urls.flatMap((url) => ['--clickhouse-url', url]), '--clickhouse-database', database];
  const where = ['--store', 'clickhouse', ...nodes, ...(cluster ? ['--clickhouse-cluster', cluster] : [])];
  return {
    name: 'goalpost',
    args: (port) => [
      GOALPOST,
      'serve',
      '--host',
      '127.0.0.1',
      '--port',
      String(port),
      ...where,
      '--trusted-proxy',
      '127.0.0.1',
    ],
    ready: '/readyz',
  };
}
