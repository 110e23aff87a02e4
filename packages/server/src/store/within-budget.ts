/** Chains of clicked elements may be long: what one page may hold of them, in characters. */
export const PAGE_ELEMENT_CHARACTERS_MAX = 4_194_304;

export interface Rows<Row> {
  readonly rows: Row[];
  /** There was more, but it was too much for one page. */
  readonly isCut: boolean;
}

/** Takes rows until their elements, as long as `charactersOf` says, have come to what a page may hold. */
export function withinBudget<Row>(all: Iterable<Row>, charactersOf: (row: Row) => number): Rows<Row> {
  const rows: Row[] = [];
  let characters = 0;
  for (const row of all) {
    rows.push(row);
    characters += charactersOf(row);
    if (characters > PAGE_ELEMENT_CHARACTERS_MAX) return { rows, isCut: true };
  }
  return { rows, isCut: false };
}
