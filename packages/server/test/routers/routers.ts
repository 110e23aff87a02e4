import { cpSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { FIREFOX } from '../collect/track/track.js';
import { launchChromium } from '../support/chromium.js';
import { freePort } from '../support/free-port.js';
import { it, type Operator, type Running } from '../support/operator.js';
import { VISITS, type Visit, walk } from './walk.js';

const APPS = path.join(import.meta.dirname, 'apps');

/** Frameworks count their users, and ask the network for it. */
const NO_TELEMETRY = { NEXT_TELEMETRY_DISABLED: '1', NUXT_TELEMETRY_DISABLED: '1', ASTRO_TELEMETRY_DISABLED: '1' };

const chosen = process.env.ROUTERS?.split(',') ?? readdirSync(APPS);

it.for(chosen)('in an app of %s, each page that people see is one visit', async (name, { operator }) => {
  const folder = await install(operator, name);
  const token = await operator.openShop();
  const server = await operator.serve();
  const port = await freePort();
  const app = operator.start('npm', ['start'], {
    cwd: folder,
    env: { ...NO_TELEMETRY, HOST: '127.0.0.1', PORT: String(port) },
    ownGroup: true,
  });
  const browser = await launchChromium({
    userAgent: FIREFOX,
    ports: { 'stats.example': Number(new URL(server.url).port), 'shop.example': port },
  });
  try {
    await untilListening(app, port);
    const session = await walk(await browser.newPage());
    expect(await visitsOf(server.api, token, session)).toEqual(VISITS);
  } finally {
    await browser.close();
    if (app.process.exitCode === null) process.kill(-app.process.pid!, 'SIGKILL');
  }
});

/** Installs what the app's package.json names, and builds. Both run outside the clone, whose packages would be found first. */
async function install(operator: Operator, name: string): Promise<string> {
  const cwd = path.join(operator.dir, name);
  cpSync(path.join(APPS, name), cwd, { recursive: true });
  const built = operator.start(
    '/bin/sh',
    ['-c', 'npm install --no-package-lock --no-audit --no-fund && npm run build'],
    {
      cwd,
      env: NO_TELEMETRY,
    },
  );
  const { code, stdout, stderr } = await built.ended;
  if (code !== 0) throw new Error(`${name} cannot be installed or built:\n${stdout}\n${stderr}`);
  return cwd;
}

async function untilListening({ ended }: Running, port: number): Promise<void> {
  const early = ended.then(({ stdout, stderr }) => {
    throw new Error(`the app ended early:\n${stdout}\n${stderr}`);
  });
  const answers = () =>
    fetch(`http://127.0.0.1:${port}/`).then(
      () => true,
      () => false,
    );
  await Promise.race([early, expect.poll(answers, { timeout: 60_000 }).toBe(true)]);
}

interface Entry extends Visit {
  readonly type: 'visit' | 'click' | 'event';
  readonly name?: string;
}

/** The visits of a session, after its last event has arrived. */
async function visitsOf(api: string, token: string, session: string): Promise<Visit[]> {
  let timeline: Entry[] = [];
  const isComplete = async () => {
    const answer = await fetch(`${api}/sessions/${session}`, { headers: { authorization: `Bearer ${token}` } });
    ({ timeline } = ((await answer.json()) as { data: { timeline: Entry[] } }).data);
    return timeline.some(({ name }) => name === 'end');
  };
  await expect.poll(isComplete, { timeout: 30_000 }).toBe(true);
  return timeline.filter(({ type }) => type === 'visit').map(({ url, title, referrer }) => ({ url, title, referrer }));
}
