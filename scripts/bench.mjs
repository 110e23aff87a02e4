// npm run bench: builds, makes the data sets it needs (kept in .bench/), measures, and prints and writes the results.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const HELP = `Usage: npm run bench -- [--quick] [--only NAME]

Compares Goalpost with bare servers, with the hand-written way and with SQLite itself, all in one run. See bench/README.md.

  --quick      100 thousand and 1 million conversions only, and short rounds
  --only NAME  one case: list-3, count-100-expanded, import, …
`;
const ROOT = fileURLToPath(new URL('..', import.meta.url));

const options = readOptions();
if (options.help) {
  process.stdout.write(HELP);
  process.exit();
}
if (process.platform !== 'linux') fail('the bench reads memory figures from /proc, so it runs on Linux only.');
if (spawnSync('wrk', ['--version']).error) {
  fail(
    'the load tool wrk is missing. Install it with "sudo apt-get install wrk" on Debian and Ubuntu; other systems have it under the same name, or see https://github.com/wg/wrk.',
  );
}
if (!existsSync(new URL('../node_modules', import.meta.url))) npm('ci');
npm('run', 'build');

const { CASE_NAMES, run } = await import('../bench/run.mjs');
if (options.only !== undefined && !CASE_NAMES.includes(options.only)) {
  fail(`there is no case "${options.only}". The cases are ${CASE_NAMES.join(', ')}.`);
}
await run(options);

function readOptions() {
  try {
    const types = { quick: { type: 'boolean' }, only: { type: 'string' }, help: { type: 'boolean', short: 'h' } };
    return parseArgs({ options: types }).values;
  } catch (error) {
    return fail(error.message);
  }
}

function npm(...args) {
  const { status } = spawnSync('npm', [...args], { cwd: ROOT, stdio: 'inherit' });
  if (status !== 0) process.exit(1);
}

function fail(sentence) {
  process.stderr.write(`bench: ${sentence}\n`);
  process.exit(1);
}
