import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { isSupported } from './supported-node.js';

/** What is fetched for an older Node.js. npm has no recent 24 for Apple's processors. */
export const FETCHED_LINE = process.platform === 'darwin' && process.arch === 'arm64' ? 26 : 24;

/**
 * Where the scripts of a clone put a Node.js of that line, such as 24; it may not be there.
 *
 * @param {number} line
 */
export function fetchedNode(line = FETCHED_LINE) {
  return fileURLToPath(new URL(`../../../.node/${line}/bin/node`, import.meta.url));
}

/**
 * Whether a Node.js is there, runs on this machine, and is supported. Handing over to an old one would never end.
 *
 * @param {string} node
 */
export function works(node) {
  const { status, stdout } = spawnSync(node, ['-p', 'process.versions.node'], { encoding: 'utf8' });
  return status === 0 && isSupported(stdout.trim());
}
