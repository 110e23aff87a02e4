import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { isSupported } from './supported-node.js';

/** The release line that is fetched when Node.js is too old. npm has no recent 24 for Apple silicon. */
export const FETCHED_LINE = process.platform === 'darwin' && process.arch === 'arm64' ? 26 : 24;

/**
 * The path where the scripts of a clone put the Node.js of a release line, such as 24. The file may not exist.
 *
 * @param {number} line
 */
export function fetchedNode(line = FETCHED_LINE) {
  return fileURLToPath(new URL(`../../../.node/${line}/bin/node`, import.meta.url));
}

/**
 * Whether a Node.js exists, runs on this machine and is supported. An unsupported one would hand over again, forever.
 *
 * @param {string} node
 */
export function works(node) {
  const { status, stdout } = spawnSync(node, ['-p', 'process.versions.node'], { encoding: 'utf8' });
  return status === 0 && isSupported(stdout.trim());
}
