import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ABILITIES } from '@goalpost/server/dist/model/token.js';
import { transform } from 'esbuild';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { useServer } from './support/server.js';

const PACKAGE = fileURLToPath(new URL('..', import.meta.url));
const README = readFileSync(join(PACKAGE, 'README.md'), 'utf8');
const EXAMPLES = [...README.matchAll(/```ts\n(.*?)```/gs)].map(([, code]) => code!);
/** What every example after the first goes on from. */
const BEGINNING = EXAMPLES[0]!.split('\n\nconst ids')[0]!;
/** Both the compiler of this project and the one before, which many still use. */
const COMPILERS = ['../../node_modules/typescript/bin/tsc', 'node_modules/typescript/bin/tsc'];

const TYPES_OF_NODE = join(PACKAGE, '../../node_modules/@types');

const run = promisify(execFile);
const server = useServer();
let dir: string;

/** A project of somebody's, in which the client is installed. */
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'goalpost-'));
  mkdirSync(join(dir, 'node_modules/@goalpost'), { recursive: true });
  symlinkSync(PACKAGE, join(dir, 'node_modules/@goalpost/client'));
  writeFileSync(join(dir, 'package.json'), '{"type": "module"}');
});
afterEach(() => rmSync(dir, { recursive: true }));

const whole = (example: string) => (example.includes('new Goalpost(') ? '' : `${BEGINNING}\n\n`) + example;
const imports = (code: string) => `${EXAMPLES.indexOf(code)}: ${code.trim().split('\n').at(-1)}`;

describe('each example of the README prints what it says:', () => {
  it.each(EXAMPLES.map((example) => [imports(example), example]))('%s', async (_title, example) => {
    await server.openShop();
    const code = whole(example)
      .replaceAll('https://stats.example', server.url)
      .replaceAll('YOUR_API_TOKEN', await server.issue({ abilities: ABILITIES }));
    writeFileSync(join(dir, 'example.mjs'), (await transform(code, { loader: 'ts' })).code);
    const { stdout } = await run(process.execPath, ['example.mjs'], { cwd: dir });
    const said = [...example.matchAll(/; \/\/ (.+)$/gm)].map(([, output]) => output);
    expect(stdout.trim().split('\n')).toEqual(said);
  });
});

describe('all examples compile, strictly,', () => {
  it.each([
    ['for Node.js', ['--module', 'nodenext', '--lib', 'es2023', '--types', 'node']],
    ['for browsers', ['--module', 'esnext', '--moduleResolution', 'bundler', '--lib', 'es2023,dom,dom.iterable']],
  ])('%s', async (_title, options) => {
    if (options.includes('node')) symlinkSync(TYPES_OF_NODE, join(dir, 'node_modules/@types'));
    const files = EXAMPLES.map((example, index) => {
      writeFileSync(join(dir, `example-${index}.ts`), whole(example));
      return `example-${index}.ts`;
    });
    for (const compiler of COMPILERS) {
      const strict = ['--strict', '--exactOptionalPropertyTypes', '--noEmit', '--target', 'es2023'];
      const compile = run(process.execPath, [join(PACKAGE, compiler), ...strict, ...options, ...files], { cwd: dir });
      expect(
        await compile.then(
          () => '',
          ({ stdout }) => stdout,
        ),
      ).toBe('');
    }
  });
});

it('the README names every kind of error', () => {
  const types = readFileSync(join(PACKAGE, 'src/errors.ts'), 'utf8').split('export')[0]!;
  const kinds = [...types.matchAll(/'(\w+)'/g)].map(([, kind]) => kind);
  const table = README.split('| `kind` | carries | when |')[1]!.split('\n\n')[0]!;
  const listed = [...table.matchAll(/^\| `(\w+)` \|/gm)].map(([, kind]) => kind);
  expect(listed).toEqual(kinds);
});
