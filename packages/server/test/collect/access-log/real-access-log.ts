import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

/** A real site's access log of four days in 2015, 10,000 lines, as gzip. Its README names its origin and licence. */
export const REAL_ACCESS_LOG = fileURLToPath(new URL('./semicomplete/access.log.gz', import.meta.url));

/** The bytes of the log. */
export function readRealAccessLog(): Buffer {
  return gunzipSync(readFileSync(REAL_ACCESS_LOG));
}
