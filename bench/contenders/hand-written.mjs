// A server as a team might write it: just the query, without token, limit, validation or streaming.
import Fastify from 'fastify';
import { endWithParent } from './end-with-parent.mjs';
import { prepareQueries } from './queries.mjs';

const [port, dataDir] = process.argv.slice(2);
const queries = prepareQueries(dataDir);
const app = Fastify();
app.post('/conversions', async (request) => {
  const { session_ids: sessionIds, key } = request.body;
  return { error: false, data: queries[key](sessionIds) };
});
await app.listen({ port: Number(port), host: '127.0.0.1' });
endWithParent();
