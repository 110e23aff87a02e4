import type { Setting } from '../../settings/setting.js';

/** One `--filter`, such as "country!=NL". */
export interface FilterFlag {
  readonly field: string;
  readonly test: 'is' | 'is_not' | 'contains';
  /** Null for what is not known. */
  readonly text: string | null;
}

const TESTS = { '=': 'is', '!=': 'is_not', '~': 'contains' } as const;

/** `--filter country=NL`, `country!=NL` or `entry_page~shoes`. Nothing after the sign is a text that is not known. */
export const filterSetting: Setting<readonly FilterFlag[]> = {
  flag: 'filter',
  value: 'filter',
  about:
    'only sessions that match: country=NL, country!=NL, or entry_page~shoes for what it contains; "country=" if it is not known; may be repeated, and one of several texts for the same field is enough',
  repeatable: true,
  holdsCommas: true,
  read: (given = '') => {
    const [, field, sign, text] = /^([\w.]+)(=|!=|~)(.*)$/s.exec(given) ?? [];
    if (field === undefined) {
      return { ok: false, expected: 'a filter such as country=NL, country!=NL or entry_page~shoes' };
    }
    // Called once for each filter; the caller collects them.
    const filter: FilterFlag = { field, test: TESTS[sign as keyof typeof TESTS], text: text === '' ? null : text! };
    return { ok: true, value: filter as never };
  },
};

/** Fields that are no texts, so that there is only "=": whether they take a list, and an example. */
const WHOLE: ReadonlyMap<string, { readonly isList: boolean; readonly example: string }> = new Map([
  ['goals', { isList: true, example: 'order-placed' }],
  ['conversion_types', { isList: true, example: 'url' }],
  ['converted', { isList: false, example: 'true' }],
  ['origin', { isList: false, example: 'trusted' }],
  ['conversion_origin', { isList: false, example: 'trusted' }],
]);

/** Sentences about signs, which the API does not have. */
export function filterFaults(filters: readonly FilterFlag[]): string[] {
  return filters.flatMap(({ field, test }) => {
    const whole = WHOLE.get(field);
    if (!whole || test === 'is') return [];
    return [`--filter ${field} must be written with "=", such as ${field}=${whole.example}`];
  });
}

/** The filters as in the API. */
export function filtersBody(filters: readonly FilterFlag[]): Record<string, unknown> {
  const fields = new Set(filters.map(({ field }) => field));
  return Object.fromEntries(
    [...fields].map((field) => [
      field,
      bodyOf(
        field,
        filters.filter((one) => one.field === field),
      ),
    ]),
  );
}

function bodyOf(field: string, filters: readonly FilterFlag[]): unknown {
  const whole = WHOLE.get(field);
  const texts = filters.map(({ text }) => text);
  if (whole?.isList) return texts;
  if (whole) return texts.length === 1 ? truthOr(texts[0]!) : texts;
  return Object.fromEntries(
    Object.values(TESTS).map((test) => [test, filters.filter((one) => one.test === test).map(({ text }) => text)]),
  );
}

function truthOr(text: string | null): string | boolean | null {
  return text === 'true' ? true : text === 'false' ? false : text;
}
