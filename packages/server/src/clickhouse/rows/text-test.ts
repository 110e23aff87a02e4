import type { TextTest } from '../../model/session.js';
import { anyOf, inLists } from '../cluster/any-of.js';
import type { Parameters } from '../cluster/query-client.js';

/** A condition in SQL, with its parameters. */
export interface Restriction {
  readonly sql: string;
  readonly parameters: Parameters;
}

/** A text that is not known. */
export const UNKNOWN_TEXT = `CAST(NULL, 'Nullable(String)')`;

/** Restrictions that must all hold. */
export function allOf(restrictions: readonly Restriction[]): Restriction {
  return {
    sql: restrictions.map(({ sql }) => sql).join(' AND ') || '1',
    parameters: Object.assign({}, ...restrictions.map(({ parameters }) => parameters)),
  };
}

/**
 * SQL for a test of a text. `text` is any expression; the names of the parameters begin with `name`. `lower` changes A to Z
 * only.
 */
export function textTest(text: string, name: string, { is, isNot, contains }: TextTest): Restriction {
  const tests: Restriction[] = [];
  /** A test of known texts, and whether one that is not known passes. */
  const add = ({ sql, parameters }: Restriction, passesUnknown: boolean) =>
    tests.push({ sql: `if(${text} IS NULL, ${passesUnknown ? 1 : 0}, ${sql})`, parameters });
  if (is) add(anyOf(text, `${name}_is`, known(is)), is.includes(null));
  if (isNot) {
    const { sql, parameters } = anyOf(text, `${name}_isNot`, known(isNot));
    add({ sql: `NOT ${sql}`, parameters }, !isNot.includes(null));
  }
  if (contains) add(containsAnyOf(text, `${name}_contains`, known(contains)), contains.includes(null));
  return allOf(tests);
}

function containsAnyOf(text: string, name: string, parts: readonly string[]): Restriction {
  const lists = inLists(parts);
  const tests = lists.map(
    (_list, index) =>
      `arrayExists(part -> position(lower(assumeNotNull(${text})), lower(part)) > 0, {${name}${index}:Array(String)})`,
  );
  return {
    sql: `(${tests.join(' OR ')})`,
    parameters: Object.fromEntries(lists.map((list, index) => [`${name}${index}`, list])),
  };
}

function known(texts: readonly (string | null)[]): string[] {
  return texts.filter((text) => text !== null);
}
