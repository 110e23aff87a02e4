// The test files and their needs, which follow from their imports: a test that imports support/redis.ts needs Redis.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './run.mjs';

const SUPPORT = 'packages/server/test/support';

/** The modules (or folders of modules) whose import shows that a test needs something. */
export const NEEDS = {
  browser: [`${SUPPORT}/chromium.ts`, 'packages/tracker/test/chromium.ts'],
  clickhouse: [`${SUPPORT}/clickhouse`],
  redis: [`${SUPPORT}/redis.ts`],
  /** Commands and servers run as separate processes, some of which are killed. */
  processes: [`${SUPPORT}/operator.ts`],
};

/** Every test file, as a path from the root of the clone. */
export function testFiles() {
  return ['client', 'console', 'server', 'tracker'].flatMap((name) => {
    const folder = `packages/${name}/test`;
    const names = readdirSync(ROOT + folder, { recursive: true });
    return names.filter((file) => file.endsWith('.test.ts')).map((file) => `${folder}/${file}`);
  });
}

/** Whether a file is one of `modules` (or in such a folder), or imports one directly or indirectly. */
export function uses(file, modules) {
  return [...modulesOf(file)].some((used) =>
    modules.some((module) => used === module || used.startsWith(`${module}/`)),
  );
}

/** The file and the test modules it imports. Type imports do not count: they do not exist at run time. */
function modulesOf(file, found = new Set()) {
  if (found.has(file) || !existsSync(ROOT + file) || !statSync(ROOT + file).isFile()) return found;
  found.add(file);
  for (const [, target] of readFileSync(ROOT + file, 'utf8').matchAll(IMPORT)) {
    modulesOf(path.posix.join(path.posix.dirname(file), `${target}.ts`), found);
  }
  return found;
}

const IMPORT = /^(?:import|export) (?!type )[^;']*from '(\.[^']*)\.js';$/gm;
