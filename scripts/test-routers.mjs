// npm run test:routers: builds, and drives a small app of each framework in Chromium to see that its visits are counted as
// people count them. It installs the frameworks from npm, so npm test leaves it out.
import { readdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { installPrograms } from './programs.mjs';
import { fail, ROOT } from './run.mjs';
import { runTests } from './run-tests.mjs';
import { setUp } from './set-up.mjs';

const FOLDER = 'packages/server/test/routers';
const apps = readdirSync(`${ROOT}${FOLDER}/apps`);

const chosen = readNames();
installPrograms();
setUp();
process.env.ROUTERS = chosen.join();
await runTests(process.execPath, ['--config', `${FOLDER}/vitest.config.ts`]);

function readNames() {
  try {
    const { positionals } = parseArgs({ allowPositionals: true });
    if (positionals.every((name) => apps.includes(name))) return positionals.length > 0 ? positionals : apps;
  } catch {
    // Said below.
  }
  return fail(`Usage: npm run test:routers -- [NAME ...], where NAME is ${apps.join(', ')}. Without names, all run.`);
}
