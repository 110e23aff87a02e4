import { mkdir, writeFile } from 'node:fs/promises';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { minify } from 'terser';

const bundle = await build({
  entryPoints: [new URL('src/tracker.ts', import.meta.url).pathname],
  bundle: true,
  format: 'iife',
  target: 'es2021',
  tsconfigRaw: '{}',
  // Names stay for terser, which inlines more functions when no two of them have a parameter of the same short name.
  minifySyntax: true,
  write: false,
});
const { code } = await minify(bundle.outputFiles[0].text, {
  ecma: 2021,
  toplevel: true,
  compress: {
    passes: 4,
    hoist_funs: true,
    booleans_as_integers: true,
    pure_getters: true,
    unsafe: true,
    unsafe_comps: true,
    unsafe_arrows: true,
  },
  format: { comments: false },
});

await mkdir(new URL('dist/', import.meta.url), { recursive: true });
await writeFile(new URL('dist/t.js', import.meta.url), code);
console.log(
  `t.js: ${code.length} bytes, ${gzipSync(code, { level: 9 }).length} gzip, ${brotliCompressSync(code).length} brotli`,
);
