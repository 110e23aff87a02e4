import { newUlid } from '../../model/ulid.js';
import type { Catalogue } from './catalogue.js';

/** The id of the only document of its kind. */
const ONLY = 'id';

interface Installation {
  readonly id: string;
}

/** The random id of this installation. Of several processes that ask first at the same moment, one creates it. */
export function installationId(catalogue: Catalogue): Promise<string> {
  return catalogue.change<Installation, string>('installation', ONLY, (found) => {
    if (found !== null) return { body: null, answer: found.id };
    const made = { id: newUlid() };
    return { body: made, answer: made.id };
  });
}
