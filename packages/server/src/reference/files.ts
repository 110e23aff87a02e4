import { readFile } from 'node:fs/promises';
import { type PublicFile, publicFileOf } from '../http/public-file.js';

/**
 * A file that `npm run build` made for the API reference; read and unpacked once, on the first request. It is found through
 * the package's imports, because bundling moves this code.
 */
export function builtFile(name: string): () => Promise<PublicFile> {
  let file: Promise<PublicFile> | null = null;
  return () => {
    file ??= readFile(new URL(import.meta.resolve(`#goalpost/page/${name}.gz`))).then(publicFileOf);
    return file;
  };
}
