// Run by `npm pack` in a package: puts the files there that belong to the whole repository and to every tarball.
import { copyFileSync } from 'node:fs';

for (const name of ['LICENSE', 'CHANGELOG.md']) copyFileSync(new URL(`../${name}`, import.meta.url), name);
