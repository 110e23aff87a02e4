// Goalpost's server on ClickHouse, with commits that wait for more callers for a given time. No setting of `goalpost serve`
// changes that time.
import { buildApp } from '../../packages/server/dist/app.js';
import { openClickHouseStore } from '../../packages/server/dist/clickhouse/clickhouse-store.js';
import { endWithParent } from './end-with-parent.mjs';

const [port, url, database, gatherMs] = process.argv.slice(2);
const store = await openClickHouseStore({ urls: [url], cluster: null, database, gatherMs: Number(gatherMs) });
const app = await buildApp({ store, hasConsole: false, trustedProxies: ['127.0.0.1'] });
await app.listen({ port: Number(port), host: '127.0.0.1' });
endWithParent();
