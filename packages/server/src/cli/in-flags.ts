import type { Fault } from '../validation/faults.js';

/** The API's sentence about a field, as one about the flag that it came from. `flagOf` names the flag of a path. */
export function inFlags({ path, sentence }: Fault, flagOf: (path: string) => string = flagNamedAfter): string {
  const field = `The ${path} field`;
  const flag = flagOf(path);
  const named = sentence.startsWith(field) ? flag + sentence.slice(field.length) : `${flag}: ${sentence}`;
  return named.replace(/\.$/, '');
}

/** The usual flag of a field: `start_date` is `--start-date`. */
export function flagNamedAfter(path: string): string {
  return `--${path.replaceAll('_', '-')}`;
}
