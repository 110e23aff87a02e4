#!/usr/bin/env node
// An old Node.js must be able to run this to report the version it needs: the code in this folder is limited to
// Node.js 12.20, and only a supported Node.js imports the rest.
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
