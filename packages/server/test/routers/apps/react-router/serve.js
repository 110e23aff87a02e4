import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequestListener } from '@react-router/node';
import * as build from './build/server/index.js';

const answer = createRequestListener({ build });

createServer((request, response) => {
  const file = `build/client${request.url}`;
  if (!existsSync(file) || !statSync(file).isFile()) return answer(request, response);
  response.setHeader('content-type', 'text/javascript');
  createReadStream(file).pipe(response);
}).listen(process.env.PORT, '127.0.0.1');
