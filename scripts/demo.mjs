// npm run demo [-- --port N]: starts a server with three sessions of January 2026 and ninety days of a shop, sends it the
// sample request of the reference page, and serves a shop to click through.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { seasonLines } from '../demo/season.mjs';
import { serveShop } from '../demo/serve-shop.mjs';
import { signIn } from '../demo/sign-in.mjs';
import { fail, ROOT, say } from './run.mjs';
import { setUp } from './set-up.mjs';

const DATA_DIR = `${ROOT}.demo`;
const NOTE = `${DATA_DIR}/demo.json`;
const GOALPOST = `${ROOT}packages/server/bin/goalpost.js`;
const PATH = '/api/services/analytics/v1/sessions/get-conversions';
/** Who looks at the console. */
const EMAIL = 'demo@shop.example';
/** The sample request of the reference page. */
const SAMPLE = {
  key: 'list',
  start_date: '2026-01-01 00:00:00',
  end_date: '2026-01-31 23:59:59',
  session_ids: [1, 2, 3],
  conversion_types: ['click', 'url'],
};

const port = readPort();
setUp();
const { site, token } = readNote() ?? makeShop();
const base = await serve(port);
const { link } = JSON.parse(goalpost('account', 'link', '--email', EMAIL, '--json'));
const shop = await serveShop({ goalpost: base, site, token, cookie: await signIn(base, link) });
await showSample(base, token);
say(`
The console, signed in:                  ${shop}/console
A shop with the tracker on its pages:    ${shop}/
Its conversions, live:                   ${shop}/live
The API reference, to try requests:      ${base}/reference

Ctrl-C ends the demo; its data is in .demo/.`);

function readPort() {
  try {
    const { port } = parseArgs({ options: { port: { type: 'string' } } }).values;
    if (port === undefined || /^\d{1,5}$/.test(port)) return port ?? '0';
  } catch {
    // Reported below.
  }
  return fail('Usage: npm run demo [-- --port NUMBER]');
}

/** The site key and token of an earlier demo; null when there is none or an older version, without an account, created it. */
function readNote() {
  const note = existsSync(NOTE) ? JSON.parse(readFileSync(NOTE, 'utf8')) : {};
  return note.email === EMAIL ? note : null;
}

/** Uses only the public command line. Writes the note last: without it, the next start creates everything again. */
function makeShop() {
  rmSync(DATA_DIR, { recursive: true, force: true });
  mkdirSync(DATA_DIR, { mode: 0o700 });
  say('Creating the demo project:');
  const { id, site_key: site } = JSON.parse(goalpost('project', 'create', '--name', 'Demo shop', '--json'));
  goalpost(
    'goal',
    'create',
    '--project',
    id,
    '--key',
    'thanks',
    '--name',
    'Order placed',
    '--type',
    'url',
    '--match',
    'equals:/thanks',
  );
  goalpost(
    'goal',
    'create',
    '--project',
    id,
    '--key',
    'buy',
    '--name',
    'Buy now',
    '--type',
    'click',
    '--selector',
    'a.buy',
  );
  goalpost(
    'goal',
    'create',
    '--project',
    id,
    '--key',
    'purchase',
    '--name',
    'Purchase',
    '--type',
    'event',
    '--event',
    'purchase',
  );
  goalpost(
    'goal',
    'create',
    '--project',
    id,
    '--key',
    'signup',
    '--name',
    'Newsletter sign-up',
    '--type',
    'event',
    '--event',
    'signup',
  );
  goalpost('import', '--project', id, '--format', 'ndjson', `${ROOT}demo/shop.ndjson`);
  importSeason(id);
  goalpost('account', 'create', '--email', EMAIL, '--role', 'owner');
  const abilities = 'conversions:read,sessions:read,reports:read,goals:read,goals:write,events:write';
  const rate = ['--rate-limit', '600'];
  const token = goalpost('token', 'create', '--project', id, '--ability', abilities, ...rate, '--quiet').trim();
  writeFileSync(`${NOTE}.new`, JSON.stringify({ project: id, site, token, email: EMAIL }), { mode: 0o600 });
  renameSync(`${NOTE}.new`, NOTE);
  return { site, token };
}

function importSeason(id) {
  const file = `${DATA_DIR}/season.ndjson`;
  writeFileSync(file, [...seasonLines(Date.now())].join('\n'), { mode: 0o600 });
  goalpost('import', '--project', id, '--format', 'ndjson', file);
  rmSync(file);
}

function goalpost(...args) {
  say(`  $ goalpost ${args.map((arg) => (/^[\w./:,-]+$/.test(arg) ? arg.replace(ROOT, '') : `"${arg}"`)).join(' ')}`);
  const { status, stdout, stderr } = spawnSync(process.execPath, [GOALPOST, ...args, '--data-dir', DATA_DIR], {
    encoding: 'utf8',
  });
  if (status !== 0) fail(stderr);
  return stdout;
}

/**
 * Resolves with the server's address once it listens. The server stops with this program. It runs detached so that it
 * gets one signal: a terminal sends Ctrl-C to every program in its foreground, and a second one would end the server at
 * once.
 */
function serve(port) {
  const server = spawn(process.execPath, [GOALPOST, 'serve', '--port', port, '--data-dir', DATA_DIR], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  server.on('exit', (code) => process.exit(code ?? 0));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => server.killed || server.kill());
  return new Promise((resolve) => {
    createInterface({ input: server.stdout }).on('line', (line) => {
      const address = /Goalpost listens on (\S+?)"/.exec(line)?.[1];
      if (address) resolve(address);
    });
  });
}

async function showSample(base, token) {
  const body = JSON.stringify(SAMPLE, null, 2);
  const answer = await fetch(base + PATH, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, Accept: 'application/json', 'Content-Type': 'application/json' },
    body,
  });
  say(`
Goalpost listens on ${base}
Token of the demo project: ${token}

The sample request of the reference page:

curl -X POST "${base}${PATH}" \\
  -H "Authorization: Bearer ${token}" \\
  -H "Accept: application/json" \\
  -H "Content-Type: application/json" \\
  -d '${body}'

answers ${answer.status}:

${JSON.stringify(await answer.json(), null, 2)}

Which of these sessions converted, and on what: session:type:goal:event.
Paste the request into another terminal.`);
}
