// npm run build: compiles everything and bundles the packages.
import { run } from './run.mjs';

run('tsc', ['-b']);
for (const name of ['@goalpost/tracker', '@goalpost/console', '@goalpost/server'])
  run('npm', ['run', 'build', '-w', name, '--silent']);
