// npm run test:node -- LINE: the tests on another Node.js, such as 22, from npm. Those whose subject is another program,
// a browser or ClickHouse, are left to npm test.
import { readdirSync, readFileSync } from 'node:fs';
import { line, OLDEST } from '../packages/server/bin/supported-node.js';
import { fetchNode } from './fetch-node.mjs';
import { installPrograms } from './programs.mjs';
import { fail, ROOT } from './run.mjs';
import { runTests } from './run-tests.mjs';
import { setUp } from './set-up.mjs';

const LEFT_OUT = /from '\.[^']*\/(chromium|clickhouse\/[\w-]+)\.js'/;

const wanted = readLine();
setUp();
installPrograms();
const node = wanted === line(process.versions.node) ? process.execPath : fetchNode(wanted);
const leftOut = ['client', 'server'].flatMap((name) => leftOutOf(`${ROOT}packages/${name}/test`));
runTests(node, ['--project=client', '--project=server', ...leftOut.map((file) => `--exclude=${file}`)]);

function leftOutOf(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => `${folder}/${name}`)
    .filter((file) => LEFT_OUT.test(readFileSync(file, 'utf8')));
}

function readLine() {
  const [text = '', ...more] = process.argv.slice(2);
  const wanted = /^\d+$/.test(text) ? Number(text) : 0;
  if (more.length === 0 && (OLDEST.some((release) => line(release) === wanted) || wanted > line(OLDEST.at(-1)))) {
    return wanted;
  }
  return fail(`Usage: npm run test:node -- LINE, where LINE is ${OLDEST.map(line).join(', ')} or newer.`);
}
