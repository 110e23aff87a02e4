import type { Engines } from './engines.js';

/**
 * Tells who sent an event. The precedence of a public record is below 2^62; all that are stored already are higher, so they
 * count as trusted. Never edit this after a release; add a new file.
 */
export default function eventOrigins({ cluster }: Engines): string[] {
  const tables = cluster === null ? ['records'] : ['records_local', 'records'];
  return tables.map(
    (table) =>
      `ALTER TABLE ${table} ADD COLUMN IF NOT EXISTS
         origin String ALIAS if(precedence < 4611686018427387904, 'public', 'trusted') COMMENT 'public or trusted'`,
  );
}
