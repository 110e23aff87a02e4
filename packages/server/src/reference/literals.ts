import { isRecord } from '../validation/faults.js';

interface Language {
  readonly list: readonly [open: string, close: string];
  readonly map: readonly [open: string, close: string];
  readonly emptyMap: string;
  /** Between a key and its value. */
  readonly pair: string;
  readonly true: string;
  readonly false: string;
  readonly null: string;
  /** Converts a string from its JSON form. */
  text(json: string): string;
}

/** Writes a JSON value as a Python literal. */
export const pythonLiteral = (value: unknown): string => literal(value, PYTHON, '');

/** Writes a JSON value as a PHP literal. PHP encodes it to the same JSON value again. */
export const phpLiteral = (value: unknown): string => literal(value, PHP, '');

const PYTHON: Language = {
  ...{ list: ['[', ']'], map: ['{', '}'], emptyMap: '{}', pair: ': ' },
  ...{ true: 'True', false: 'False', null: 'None' },
  text: (json) => json,
};

const PHP: Language = {
  // In PHP an empty list and an empty object are the same array, which is encoded as a list.
  ...{ list: ['[', ']'], map: ['[', ']'], emptyMap: '(object) []', pair: ' => ' },
  ...{ true: 'true', false: 'false', null: 'null' },
  // Matches whole escapes, so that an escaped backslash does not start another one.
  text: (json) =>
    json.replace(/\\(?:u(\w{4})|(.))|\$/g, (found, code, character) => {
      if (code) return `\\u{${code}}`;
      if (character === 'b') return '\\x08';
      return found === '$' ? '\\$' : found;
    }),
};

const INDENT = '    ';

function literal(value: unknown, language: Language, indent: string): string {
  const deeper = indent + INDENT;
  const wrapped = ([open, close]: Language['list'], items: string[]) =>
    items.length === 0 ? open + close : `${open}\n${items.map((item) => deeper + item).join(',\n')}\n${indent}${close}`;
  if (Array.isArray(value)) {
    return wrapped(
      language.list,
      value.map((item) => literal(item, language, deeper)),
    );
  }
  if (isRecord(value)) {
    const entries = Object.entries(value);
    if (entries.length === 0) return language.emptyMap;
    const { text, pair } = language;
    return wrapped(
      language.map,
      entries.map(([key, inner]) => text(JSON.stringify(key)) + pair + literal(inner, language, deeper)),
    );
  }
  if (typeof value === 'string') return language.text(JSON.stringify(value));
  return typeof value === 'number' ? String(value) : language[String(value) as 'true' | 'false' | 'null'];
}
