// Run by `npm pack` in a package: copies the repository-wide files that every tarball contains.
import { copyFileSync } from 'node:fs';

for (const name of ['LICENSE', 'CHANGELOG.md']) copyFileSync(new URL(`../${name}`, import.meta.url), name);
