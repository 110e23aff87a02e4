/** Characters of clicked elements' chains on one page. The chains may be long. */
export const PAGE_ELEMENT_CHARACTERS_MAX = 4_194_304;

export interface Rows<Row> {
  readonly rows: Row[];
  /** Whether rows were left out because the page was full. */
  readonly isCut: boolean;
}

/** Takes rows until their clicked elements, measured by `charactersOf`, exceed what a page may hold. */
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
