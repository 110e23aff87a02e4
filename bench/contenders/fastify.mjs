// Bare Fastify: parses the body and sends a constant answer.
import Fastify from 'fastify';
import { constantAnswer } from './constant-answer.mjs';
import { endWithParent } from './end-with-parent.mjs';

const [port, ...sizes] = process.argv.slice(2);
const app = Fastify();
for (const bytes of sizes) {
  const answer = constantAnswer(Number(bytes));
  app.post(`/bytes/${bytes}`, async (_request, reply) => reply.type('application/json; charset=utf-8').send(answer));
}
await app.listen({ port: Number(port), host: '127.0.0.1' });
endWithParent();
