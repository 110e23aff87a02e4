import { fileURLToPath } from 'node:url';

/** The clone's folder, with a trailing slash. */
export const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
