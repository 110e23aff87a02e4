import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ROOT, say } from './run.mjs';

const VITEST = `${ROOT}node_modules/vitest/vitest.mjs`;
const REPORT = `${ROOT}coverage/results.json`;

/**
 * Runs the tests with this Node.js, those of `leftOut` excepted, says how many passed and failed, and ends as vitest
 * does. `leftOut`: paths from the root of the clone.
 */
export function runTests(node, leftOut = []) {
  const version = spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim();
  say(`Testing on Node.js ${version.slice(1)} …`);
  mkdirSync(path.dirname(REPORT), { recursive: true });
  rmSync(REPORT, { force: true });
  const reports = ['--reporter=default', '--reporter=json', `--outputFile.json=${REPORT}`];
  const excluded = leftOut.map((file) => `--exclude=${file}`);
  const PATH = path.dirname(node) + path.delimiter + process.env.PATH;
  const { status } = spawnSync(node, [VITEST, 'run', ...reports, ...excluded], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, PATH },
  });
  const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(REPORT, 'utf8'));
  say(`${numPassedTests} passed, ${numFailedTests} failed`);
  process.exit(status ?? 1);
}
