// Gathers what tsc made, and the libraries it uses, into a few files: read one by one, their 900 files take longer to
// load than a server may take to be ready. Run by `npm run build`.
import { rmSync } from 'node:fs';
import { build } from 'esbuild';

const outdir = 'dist/bundle';
rmSync(outdir, { recursive: true, force: true });

await build({
  // Side by side, because a thread is found next to the code that starts it.
  entryPoints: { goalpost: 'dist/cli/main.js', thread: 'dist/sqlite/workers/thread.js' },
  outdir,
  bundle: true,
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
