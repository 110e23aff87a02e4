// npm run bench: builds, creates the data sets it needs (kept in .bench/), measures, and prints and saves the results.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { fail } from './run.mjs';
import { installEngine, setUp } from './set-up.mjs';

const HELP = `Usage: npm run bench -- [--quick] [--only NAME] [--clickhouse] [--seconds N]

Compares Goalpost with bare servers, a hand-written solution and SQLite itself, all in one run. See bench/README.md.

  --quick      skip the largest data sets and use short rounds
  --only NAME  run one case: list-3, count-100-expanded, import, clickhouse-list-3, …
  --clickhouse run only the ClickHouse cases
  --seconds N  length of a round (default: 3, with --quick 1); reads of 1000 expanded sessions need 3
`;

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
// Goalpost reports data that other users can read.
process.umask(0o077);
setUp();

const { CASE_NAMES, run } = await import('../bench/run.mjs');
if (options.only !== undefined && !CASE_NAMES.includes(options.only)) {
  fail(`there is no case "${options.only}". The cases are ${CASE_NAMES.join(', ')}.`);
}
if (options.only === undefined || options.only.startsWith('clickhouse-')) installEngine();
await run(options);

function readOptions() {
  try {
    const types = {
      quick: { type: 'boolean' },
      only: { type: 'string' },
      clickhouse: { type: 'boolean' },
      seconds: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    };
    return parseArgs({ options: types }).values;
  } catch (error) {
    return fail(error.message);
  }
}
