import { readFile } from 'node:fs/promises';

/**
 * A gzipped file that `npm run build` made for the API reference; read once. It is found through the package's imports,
 * because bundling moves this code.
 */
export function gzippedFile(name: string): () => Promise<Buffer> {
  let read: Promise<Buffer> | null = null;
  return () => {
    read ??= readFile(new URL(import.meta.resolve(`#goalpost/page/${name}.gz`)));
    return read;
  };
}
