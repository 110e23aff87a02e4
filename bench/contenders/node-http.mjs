// Plain node:http: does not read the body and sends a constant answer.
import { createServer } from 'node:http';
import { constantAnswer } from './constant-answer.mjs';
import { endWithParent } from './end-with-parent.mjs';

const [port, ...sizes] = process.argv.slice(2);
const answers = new Map(sizes.map((bytes) => [`/bytes/${bytes}`, constantAnswer(Number(bytes))]));
const server = createServer((request, response) => {
  const answer = answers.get(request.url);
  response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json; charset=utf-8' });
  response.end(answer);
});
server.listen(Number(port), '127.0.0.1');
endWithParent();
