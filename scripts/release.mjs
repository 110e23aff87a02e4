// npm run release [-- --dry-run]: checks, tests, packs and tags the packages' version. It never pushes or publishes.
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { problemsOf, readRelease } from './release-checks.mjs';
import { fail, ROOT, run, say } from './run.mjs';

const DESTINATION = path.join(ROOT, 'release');

const isDryRun = readOptions();
const release = readRelease(ROOT);
const problems = problemsOf(release);
if (problems.length > 0) fail(`Not ready for a release:\n${problems.map((problem) => `- ${problem}`).join('\n')}`);

const { version, tag, notes, commit, names } = release;
say(`Releasing ${version} from ${commit.slice(0, 12)}, with these notes:\n\n${notes}\n`);
if (isDryRun) {
  say('Dry run. Without --dry-run this would now:');
  say('- run npm test and npm run test:routers');
  say(`- pack ${names.join(', ')} into ${path.relative(ROOT, DESTINATION)}/`);
  say(`- create the tag ${tag}`);
} else {
  run('npm', ['test']);
  run('npm', ['run', 'test:routers']);
  const tarballs = pack();
  run('git', ['tag', '--annotate', tag, '--cleanup=verbatim', '--message', `Goalpost ${version}\n\n${notes}`, commit]);
  say('\nDone:');
  say('- tests passed');
  for (const tarball of tarballs) say(`- packed release/${tarball}`);
  say(`- created the tag ${tag}`);
  say(`Nothing was pushed or published. To push the tag: git push origin ${tag}`);
}

function readOptions() {
  try {
    return parseArgs({ options: { 'dry-run': { type: 'boolean' } } }).values['dry-run'] === true;
  } catch {
    return fail('Usage: npm run release [-- --dry-run]');
  }
}

/** The names of the tarballs. */
function pack() {
  rmSync(DESTINATION, { recursive: true, force: true });
  mkdirSync(DESTINATION);
  const { status, stdout, stderr } = spawnSync(
    'npm',
    ['pack', '--workspaces', '--json', '--pack-destination', DESTINATION],
    { cwd: ROOT, encoding: 'utf8' },
  );
  if (status !== 0) fail(`npm pack failed:\n${stderr}`);
  return Object.values(JSON.parse(stdout)).map(({ filename }) => filename);
}
