// A static server, as such apps have it: every address that is no file is the page.
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';

createServer((request, response) => {
  const file = `dist/browser${request.url}`;
  const isFile = existsSync(file) && statSync(file).isFile();
  response.setHeader('content-type', isFile ? 'text/javascript' : 'text/html; charset=utf-8');
  createReadStream(isFile ? file : 'dist/browser/index.html').pipe(response);
}).listen(process.env.PORT, '127.0.0.1');
