import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { freePort } from './free-port.js';
import { blocksOf, readPage } from './markdown.js';
import type { Operator } from './operator.js';

/** Starts nginx, set up as `docs/api/live.md` says, in front of servers with these URLs, and returns its own. */
export async function startNginx(operator: Operator, servers: readonly string[]): Promise<string> {
  const address = `127.0.0.1:${await freePort()}`;
  const file = path.join(operator.dir, 'nginx.conf');
  const upstream = servers.map((server) => `server ${new URL(server).host};`).join(' ');
  const location = documentedLocation().replace(/proxy_pass .*;/, 'proxy_pass http://goalpost;');
  // One process, so that none is left when it is killed.
  writeFileSync(
    file,
    `daemon off;
master_process off;
pid ${operator.dir}/nginx.pid;
error_log stderr notice;
events {}
http {
access_log off;
${TEMPORARY.map((name) => `${name}_temp_path ${operator.dir}/${name};`).join('\n')}
upstream goalpost { ${upstream} }
server {
listen ${address};
${location}
}
}
`,
  );
  const nginx = operator.start('/bin/sh', ['-c', `exec nginx -e stderr -c ${file} 2>&1`]);
  // Said once it listens.
  await nginx.said(/\[notice\].*OS: /);
  return `http://${address}`;
}

const TEMPORARY = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];

function documentedLocation(): string {
  const location = blocksOf(readPage('docs/api/live.md'), '').find((block) => block.startsWith('location '));
  if (location === undefined) throw new Error('docs/api/live.md has no location for nginx');
  return location;
}
