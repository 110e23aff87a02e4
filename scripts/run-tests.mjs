import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fail, ROOT, say } from './run.mjs';

const VITEST = `${ROOT}node_modules/vitest/vitest.mjs`;
const REPORT = `${ROOT}coverage/results.json`;

/** Runs tests with this Node.js, says how many passed and failed, and ends as vitest does. */
export function runTests(node, args = []) {
  const version = spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim();
  say(`Testing on Node.js ${version.slice(1)} …`);
  mkdirSync(path.dirname(REPORT), { recursive: true });
  rmSync(REPORT, { force: true });
  const reports = ['--reporter=default', '--reporter=json', `--outputFile.json=${REPORT}`];
  const PATH = path.dirname(node) + path.delimiter + process.env.PATH;
  const env = { ...process.env, PATH };
  const { status, signal } = spawnSync(node, [VITEST, 'run', ...reports, ...args], {
    cwd: ROOT,
    stdio: 'inherit',
    env,
  });
  if (!existsSync(REPORT)) fail(`The tests ended before their time (${signal ?? `exit code ${status}`}).`);
  const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(REPORT, 'utf8'));
  say(`${numPassedTests} passed, ${numFailedTests} failed`);
  process.exit(status ?? 1);
}
