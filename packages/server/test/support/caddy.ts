import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { freePort } from './free-port.js';
import type { Operator } from './operator.js';
import { ROOT } from './root.js';

/** Starts the proxy of `deploy/` in front of servers with these URLs, and returns its own. */
export async function startCaddy(operator: Operator, servers: readonly string[]): Promise<string> {
  const url = `http://127.0.0.1:${await freePort()}`;
  const file = path.join(operator.dir, 'Caddyfile');
  writeFileSync(file, `{\n\tadmin off\n\tdefault_bind 127.0.0.1\n}\nimport ${ROOT}deploy/Caddyfile\n`);
  const caddy = operator.start('/bin/sh', ['-c', `exec caddy run --adapter caddyfile --config ${file} 2>&1`], {
    env: {
      HOME: operator.dir,
      GOALPOST_SITE: url,
      GOALPOST_UPSTREAMS: servers.map((server) => new URL(server).host).join(' '),
    },
  });
  await caddy.said(/serving initial configuration/);
  return url;
}
