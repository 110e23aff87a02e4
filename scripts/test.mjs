// npm test: everything, from a fresh clone on: installs what it needs, builds, checks the code, runs all tests.
import { installPrograms } from './programs.mjs';
import { run, say } from './run.mjs';
import { runTests } from './run-tests.mjs';
import { installEngine, setUp } from './set-up.mjs';

setUp();
installPrograms();
installEngine();
say('Checking the code …');
run('npm', ['run', 'check', '--silent']);
runTests(process.execPath);
