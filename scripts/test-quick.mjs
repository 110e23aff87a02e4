// npm run test:quick: the tests within one process, after a build: no browser, no ClickHouse, no Redis, no command or
// server started, and so none killed.
import { runTests } from './run-tests.mjs';
import { NEEDS, testFiles, uses } from './test-files.mjs';

const needs = Object.values(NEEDS).flat();
runTests(
  process.execPath,
  testFiles().filter((file) => !uses(file, needs)),
);
