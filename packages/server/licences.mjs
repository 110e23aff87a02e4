// Collects the licence texts of the libraries that are bundled into the package.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * All licences as one text. `files` are the bundled files of libraries, `data` is what else the package contains: each
 * has a title and a text. Throws when a library has no licence.
 */
export function licencesOf(files, data) {
  const folders = new Set(files.map(packageFolder).filter((folder) => folder !== null));
  const libraries = [...folders].map(describe).sort((a, b) => (a.title < b.title ? -1 : 1));
  const texts = [...libraries, ...data].map(
    ({ title, text }) => `${title}\n${'-'.repeat(title.length)}\n\n${text.trim()}\n`,
  );
  return `Goalpost contains code of these libraries and data of these lists, under the licences given.\n\n${texts.join('\n\n')}`;
}

/** The folder of the library that a file belongs to; null for our own files. */
function packageFolder(file) {
  const [, folder] = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file) ?? [null, null];
  return folder;
}

function describe(folder) {
  const { name, version, license, author } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const title = `${name} ${version} (${license})`;
  const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
  if (file) return { title, text: readFileSync(path.join(folder, file), 'utf8') };
  // A few libraries ship no licence file and only name the licence in their manifest.
  if (license) return { title, text: `Licence: ${license}. Author: ${author?.name ?? author ?? 'not named'}.` };
  throw new Error(`${name} is bundled but has no licence`);
}
