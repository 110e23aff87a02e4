// npm test: everything, even in a fresh clone. Installs what it needs, builds, checks the code and runs all tests.
import { installPrograms } from './programs.mjs';
import { run, say } from './run.mjs';
import { runTests } from './run-tests.mjs';
import { installEngine, setUp } from './set-up.mjs';
import { testFiles } from './test-files.mjs';

const leftOut = new Set(installPrograms());
setUp();
installEngine();
say('Checking the code …');
run('npm', ['run', 'check', '--silent']);
await runTests(
  process.execPath,
  testFiles().filter((file) => !leftOut.has(file)),
);
