import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { forwardSignals } from '../packages/server/bin/hand-over.js';
import { fail, ROOT, say } from './run.mjs';

const VITEST = `${ROOT}node_modules/vitest/vitest.mjs`;
const REPORT = `${ROOT}coverage/results.json`;
/** Node.js's compile cache: the tests start the command about a hundred times. */
const COMPILED = `${ROOT}node_modules/.cache/node`;

/**
 * Runs test files (paths from the root of the clone) with the given Node.js, prints how many tests passed and failed,
 * and exits with vitest's exit code.
 */
export async function runTests(node, files) {
  const version = spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim();
  say(`Testing on Node.js ${version.slice(1)} …`);
  mkdirSync(path.dirname(REPORT), { recursive: true });
  rmSync(REPORT, { force: true });
  const reports = ['--reporter=default', '--reporter=json', `--outputFile.json=${REPORT}`];
  const PATH = path.dirname(node) + path.delimiter + process.env.PATH;
  const vitest = spawn(node, [VITEST, 'run', ...reports, ...files], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, PATH, NODE_COMPILE_CACHE: COMPILED },
  });
  forwardSignals(vitest);
  const [status, signal] = await once(vitest, 'exit');
  if (!existsSync(REPORT)) fail(`The tests ended early (${signal ?? `exit code ${status}`}).`);
  const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(REPORT, 'utf8'));
  say(`${numPassedTests} passed, ${numFailedTests} failed`);
  process.exit(status ?? 1);
}
