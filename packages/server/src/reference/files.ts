import { readFile } from 'node:fs/promises';

/**
 * A file that `npm run build` made for the API reference, gzipped; read once. Found by name, since code is bundled and
 * moves.
 */
export function gzippedFile(name: string): () => Promise<Buffer> {
  let read: Promise<Buffer> | null = null;
  return () => {
    read ??= readFile(new URL(import.meta.resolve(`#goalpost/page/${name}.gz`)));
    return read;
  };
}
