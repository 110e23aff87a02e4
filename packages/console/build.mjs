// Bundles the console into dist/files, each file compressed with gzip and Brotli: the page, and its assets, which have the
// hash of their content in their names. Run by `npm run build`.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const FILES = new URL('dist/files/', import.meta.url);
await rm(FILES, { recursive: true, force: true });
await mkdir(new URL('assets/', FILES), { recursive: true });

const { outputFiles, metafile } = await build({
  entryPoints: ['src/main.tsx', 'src/styles/console.css', 'src/icon.svg'],
  absWorkingDir: import.meta.dirname,
  outdir: 'dist/files/assets',
  entryNames: '[name]-[hash]',
  chunkNames: '[name]-[hash]',
  loader: { '.svg': 'copy' },
  bundle: true,
  // Pages and languages are loaded when they are needed.
  splitting: true,
  format: 'esm',
  target: ['chrome123', 'firefox128', 'safari17.5'],
  jsx: 'automatic',
  jsxImportSource: 'preact',
  minify: true,
  legalComments: 'none',
  metafile: true,
  write: false,
  logLevel: 'warning',
});
for (const { path: file, contents } of outputFiles) await write(`assets/${path.basename(file)}`, contents);

const page = await readFile(new URL('src/index.html', import.meta.url), 'utf8');
await write('index.html', Buffer.from(page.replace(/\{(\w+\.\w+)\}/g, (_, name) => `console/assets/${builtAs(name)}`)));

/** The name of the file that was made of an entry point such as `main.tsx`. */
function builtAs(name) {
  const [file] = Object.entries(metafile.outputs).find(([, { entryPoint, inputs }]) =>
    entryPoint
      ? path.basename(entryPoint) === name
      : Object.keys(inputs).some((input) => path.basename(input) === name),
  );
  return path.basename(file);
}

async function write(name, content) {
  await writeFile(new URL(`${name}.gz`, FILES), gzipSync(content, { level: 9 }));
  await writeFile(new URL(`${name}.br`, FILES), brotliCompressSync(content));
}
