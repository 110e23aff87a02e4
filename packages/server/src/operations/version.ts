import { readFileSync } from 'node:fs';

// The bundle is as deep below the package's folder as this module, so the path is right in both.
const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');

/** The version of Goalpost. */
export const { version: VERSION } = JSON.parse(manifest) as { readonly version: string };
