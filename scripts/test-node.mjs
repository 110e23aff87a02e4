// npm run test:node -- LINE: runs tests on another Node.js from npm, such as 22. It runs the tests whose result can
// depend on the Node.js version: all tests within one process (SQLite, HTTP, streams, threads), and the tests about
// starting, stopping, killing and sharing Redis between processes. npm test covers the rest: browser, ClickHouse,
// proxies, and the many command tests, whose code the other tests run too.
import { line, OLDEST } from '../packages/server/bin/supported-node.js';
import { fetchNode } from './fetch-node.mjs';
import { installPrograms } from './programs.mjs';
import { fail } from './run.mjs';
import { runTests } from './run-tests.mjs';
import { setUp } from './set-up.mjs';
import { NEEDS, testFiles, uses } from './test-files.mjs';

const ABOUT_PROCESSES = /^packages\/server\/test\/(live|process)\//;

const wanted = readLine();
const missing = new Set(installPrograms());
setUp();
const node = wanted === line(process.versions.node) ? process.execPath : fetchNode(wanted);
await runTests(
  node,
  testFiles().filter((file) => !missing.has(file) && !isLeftToNpmTest(file)),
);

function isLeftToNpmTest(file) {
  if (uses(file, [...NEEDS.browser, ...NEEDS.clickhouse])) return true;
  return uses(file, NEEDS.processes) && !ABOUT_PROCESSES.test(file);
}

function readLine() {
  const [text = '', ...more] = process.argv.slice(2);
  const wanted = /^\d+$/.test(text) ? Number(text) : 0;
  if (more.length === 0 && (OLDEST.some((release) => line(release) === wanted) || wanted > line(OLDEST.at(-1)))) {
    return wanted;
  }
  return fail(`Usage: npm run test:node -- LINE, where LINE is ${OLDEST.map(line).join(', ')} or newer.`);
}
