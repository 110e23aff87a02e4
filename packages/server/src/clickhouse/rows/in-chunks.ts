import { PAGE_ELEMENT_CHARACTERS_MAX, type Rows } from '../../store/within-budget.js';

/** Rows loaded by one query. */
const ROWS_PER_QUERY = 500;

/**
 * Loads the rows of a page in chunks. Stops early once the clicked elements, measured by `charactersOf`, exceed what a
 * page may hold.
 */
export async function loadWithinBudget<Key, Whole>(
  found: readonly Key[],
  makeWhole: (keys: readonly Key[]) => Promise<Whole[]>,
  charactersOf: (whole: Whole) => number,
): Promise<Rows<Whole>> {
  const rows: Whole[] = [];
  let characters = 0;
  for (let start = 0; start < found.length; start += ROWS_PER_QUERY) {
    for (const whole of await makeWhole(found.slice(start, start + ROWS_PER_QUERY))) {
      rows.push(whole);
      characters += charactersOf(whole);
      if (characters > PAGE_ELEMENT_CHARACTERS_MAX) return { rows, isCut: true };
    }
  }
  return { rows, isCut: false };
}
