let visit: { title?: string } = {};

/** Makes a visit the one that the page's title belongs to, until the next one. */
export function withTitle<Visit extends { title?: string }>(next: Visit): Visit {
  noteTitle();
  // biome-ignore lint/suspicious/noAssignInExpressions: saves bytes
  return (visit = next);
}

/** Apps change the address first and the title a moment later, so the title is noted on sending, and on leaving the page. */
export function noteTitle(): void {
  visit.title = document.title;
}
