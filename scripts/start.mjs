// npm run NAME: runs scripts/NAME.mjs on a Node.js that Goalpost supports, and fetches one if this one is too old. An
// old Node.js must be able to run every module imported here.
import { fileURLToPath } from 'node:url';
import { FETCHED_LINE } from '../packages/server/bin/fetched-node.js';
import { handOver } from '../packages/server/bin/hand-over.js';
import { isSupported, NEEDED } from '../packages/server/bin/supported-node.js';
import { fetchNode } from './fetch-node.mjs';
import { say } from './run.mjs';

const [, , name, ...args] = process.argv;
const script = fileURLToPath(new URL(`${name}.mjs`, import.meta.url));
if (isSupported(process.versions.node)) {
  process.argv = [process.execPath, script, ...args];
  import(script);
} else {
  say(`${NEEDED}: using Node.js ${FETCHED_LINE} from npm, kept in .node/, in place of ${process.versions.node}.`);
  handOver(fetchNode(FETCHED_LINE), [script, ...args]);
}
