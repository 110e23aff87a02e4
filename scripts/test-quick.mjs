// npm run test:quick: runs the tests within one process, after a build. They need no browser, ClickHouse or Redis, and
// start no command or server. Tests that repeat something thousands of times repeat it less (`repetitions.ts`).
import { runTests } from './run-tests.mjs';
import { NEEDS, testFiles, uses } from './test-files.mjs';

process.env.GOALPOST_TEST_QUICK = 'yes';
const needs = Object.values(NEEDS).flat();
await runTests(
  process.execPath,
  testFiles().filter((file) => !uses(file, needs)),
);
