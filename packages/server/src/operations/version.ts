import { readFileSync } from 'node:fs';

// As many folders below the package when it runs from its bundle.
const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');

/** Of this Goalpost. */
export const { version: VERSION } = JSON.parse(manifest) as { readonly version: string };
