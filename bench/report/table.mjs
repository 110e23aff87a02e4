/** Prints rows under a title. `columns` maps each heading to a function of a row. Prints nothing without rows. */
export function printTable(title, columns, rows) {
  if (rows.length === 0) return;
  const lines = [Object.keys(columns), ...rows.map((row) => Object.values(columns).map((cell) => cell(row)))];
  const widths = Object.keys(columns).map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  console.log(`\n${title}`);
  for (const line of lines)
    console.log(
      line
        .map((cell, column) => align(cell, widths[column]))
        .join('  ')
        .trimEnd(),
    );
}

/** Aligns numbers to the right and words to the left. */
function align(cell, width) {
  return /^[\d-]/.test(cell) ? cell.padStart(width) : cell.padEnd(width);
}

const NONE = '-';
export const whole = (number) => number?.toLocaleString('en-US', { maximumFractionDigits: 0 }) ?? NONE;
export const exact = (number) => number?.toFixed(3) ?? NONE;
export const times = (number) => (number === undefined ? NONE : `${number.toFixed(2)}x`);
