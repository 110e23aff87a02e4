import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const BESIDE_THE_REPOSITORY = new URL('../../../../../../shared/data/semicomplete-access.log', import.meta.url);

/**
 * A real site's access log of four days in 2015: 10,000 lines, from `Common Data Formats/apache_logs` of the public
 * repository elastic/examples. `GOALPOST_ACCESS_LOG` names it when it lies elsewhere.
 */
export function realAccessLog(): string {
  const path = process.env.GOALPOST_ACCESS_LOG ?? fileURLToPath(BESIDE_THE_REPOSITORY);
  if (!existsSync(path)) {
    throw new Error(
      `The real access log is not at ${path}. Get apache_logs from https://github.com/elastic/examples (folder "Common Data Formats/apache_logs") and name the file in GOALPOST_ACCESS_LOG.`,
    );
  }
  return path;
}
