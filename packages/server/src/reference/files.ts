import { readFile } from 'node:fs/promises';
import { type PublicFile, publicFileOf } from '../http/public-file.js';

/**
 * A file that `npm run build` made for the API reference; read and unpacked once, when somebody first asks for it. Found by
 * name, since code is bundled and moves.
 */
export function builtFile(name: string): () => Promise<PublicFile> {
  let file: Promise<PublicFile> | null = null;
  return () => {
    file ??= readFile(new URL(import.meta.resolve(`#goalpost/page/${name}.gz`))).then(publicFileOf);
    return file;
  };
}
