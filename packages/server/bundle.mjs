// Bundles tsc's output and its libraries into a few files: loading their 900 files one by one takes longer than a
// server may take to be ready. Adds the tracker, the console and the licences of the bundled libraries, so that the package depends
// on no other package of this repository. Run by `npm run build`.
import { copyFileSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { build } from 'esbuild';
import { licencesOf } from './licences.mjs';

const outdir = 'dist/bundle';
rmSync(outdir, { recursive: true, force: true });

const { resolve } = createRequire(import.meta.url);
const { metafile } = await build({
  // In one folder, because the code that starts the thread looks for its file there.
  entryPoints: { goalpost: 'dist/cli/main.js', thread: 'dist/sqlite/workers/thread.js' },
  outdir,
  bundle: true,
  metafile: true,
  // Node.js keeps the source text in memory: this saves 6 MB. Names stay, so that stack traces are readable.
  minifyWhitespace: true,
  // In files of their own, because a single accent in them makes Node.js keep the whole text with two bytes a character.
  legalComments: 'external',
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node22',
  // These find files of their own by path.
  external: ['pino', 'piscina'],
  // CommonJS libraries call `require`, which ES modules do not have.
  banner: {
    js: "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);",
  },
  logLevel: 'warning',
});

// Served unchanged to browsers; not part of the program.
copyFileSync(resolve('@goalpost/tracker/t.js'), 'dist/t.js');
rmSync('dist/console-files', { recursive: true, force: true });
cpSync(path.dirname(resolve('@goalpost/console/index.html.gz')), 'dist/console-files', { recursive: true });
const bundled = [
  ...Object.keys(metafile.inputs),
  ...['@scalar/fastify-api-reference', 'preact', '@preact/signals', '@preact/signals-core', 'uqr'].map((name) =>
    resolve(name),
  ),
];
const passwords = {
  title: 'SecLists, list of common passwords (MIT)',
  text: readFileSync('common-passwords-notice.txt', 'utf8'),
};
writeFileSync('dist/third-party-licences.txt', licencesOf(bundled, [passwords]));
