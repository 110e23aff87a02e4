#!/usr/bin/env node
// An old Node.js has to read this far to say which one is needed: nothing in this folder is newer than Node.js 12.20,
// and the rest is imported only by a Node.js that can read it.
import { fetchedNode, works } from './fetched-node.js';
import { handOver } from './hand-over.js';
import { isSupported, NEEDED } from './supported-node.js';

const args = process.argv.slice(2);
if (isSupported(process.versions.node)) {
  import('../dist/bundle/goalpost.js').then(({ main }) => main(args));
} else if (works(fetchedNode())) {
  handOver(fetchedNode(), [...process.execArgv, ...process.argv.slice(1)]);
} else {
  process.stderr.write(`${NEEDED}, and this is ${process.versions.node}.\n`);
  process.exitCode = 1;
}
