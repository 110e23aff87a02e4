// Gathers what tsc made, and the libraries it uses, into a few files: read one by one, their 900 files take longer to
// load than a server may take to be ready. Adds the tracker, and the licences of what it gathered, so that the package
// needs no other of this repository. Run by `npm run build`.
import { copyFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { build } from 'esbuild';
import { licencesOf } from './licences.mjs';

const outdir = 'dist/bundle';
rmSync(outdir, { recursive: true, force: true });

const { resolve } = createRequire(import.meta.url);
const { metafile } = await build({
  // Side by side, because a thread is found next to the code that starts it.
  entryPoints: { goalpost: 'dist/cli/main.js', thread: 'dist/sqlite/workers/thread.js' },
  outdir,
  bundle: true,
  metafile: true,
  // Node.js keeps the text in memory: 6 MB less. Names stay, so that stack traces can be read.
  minifyWhitespace: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node22',
  // With files of their own that they find by their place.
  external: ['pino', 'piscina'],
  // Libraries that are CommonJS call `require`, which a module has not.
  banner: {
    js: "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);",
  },
  logLevel: 'warning',
});

// Served as it is, and not code of this program.
copyFileSync(resolve('@goalpost/tracker/t.js'), 'dist/t.js');
const bundled = [...Object.keys(metafile.inputs), resolve('@scalar/fastify-api-reference')];
writeFileSync('dist/third-party-licences.txt', licencesOf(bundled));
