import { barText } from './bar.js';
import type { Column } from './columns.js';

export interface Laid {
  readonly lines: readonly string[];
  /** Whether columns were left out because there is no room for them. */
  readonly isPartial: boolean;
}

const GAP = '  ';
/** Texts are not cut below this as long as columns can be left out instead. */
const TEXT_CHARACTERS_MIN = 16;
const BAR_CHARACTERS_MIN = 8;
const BAR_CHARACTERS_MAX = 40;

/**
 * A table as lines of at most `width` characters: columns that are not always shown are left out, and texts are cut. With
 * `bars`, a value for each row, each row ends with a bar where there is room. A terminal that is too narrow for the columns
 * that are always shown breaks the lines.
 */
export function layOut(all: readonly Column[], bars: readonly number[] | null, width: number): Laid {
  const columns = thatFit(all, width);
  const widths = widthsOf(columns, width);
  const line = (cells: readonly string[]) =>
    cells.map((cell, index) => aligned(cell, columns[index]!, widths[index]!)).join(GAP);
  const room = Math.min(width - line(columns.map(({ heading }) => heading)).length - GAP.length, BAR_CHARACTERS_MAX);
  const max = Math.max(1, ...(bars ?? []));
  const barOf = (row: number) => (bars && room >= BAR_CHARACTERS_MIN ? GAP + barText(bars[row]!, max, room) : '');
  const rows = columns[0]!.cells.map((_, row) => line(columns.map(({ cells }) => cells[row]!)) + barOf(row));
  const totals = columns.flatMap(({ total }) => total ?? []);
  const last = totals.length > 0 ? [line(totals)] : [];
  const lines = [line(columns.map(({ heading }) => heading)), ...rows, ...last];
  return { lines: lines.map((text) => text.trimEnd()), isPartial: columns.length < all.length };
}

function thatFit(all: readonly Column[], width: number): readonly Column[] {
  const least = (columns: readonly Column[]) =>
    lineWidth(
      columns.map((one) =>
        one.kind === 'text' ? Math.min(naturalWidth(one), TEXT_CHARACTERS_MIN) : naturalWidth(one),
      ),
    );
  let columns = all;
  while (least(columns) > width) {
    const first = Math.max(...columns.map(({ leaveOut }) => leaveOut));
    if (first === 0) break;
    columns = columns.filter(({ leaveOut }) => leaveOut < first);
  }
  return columns;
}

/** Texts share what the figures leave, the longest ones are cut most. */
function widthsOf(columns: readonly Column[], width: number): number[] {
  const widths = columns.map(naturalWidth);
  const texts = columns.flatMap(({ kind }, index) => (kind === 'text' ? [index] : []));
  for (let over = lineWidth(widths) - width; over > 0; over--) {
    const longest = texts.reduce((one, other) => (widths[other]! > widths[one]! ? other : one));
    if (widths[longest]! <= TEXT_CHARACTERS_MIN) break;
    widths[longest]!--;
  }
  return widths;
}

function lineWidth(widths: readonly number[]): number {
  return widths.reduce((sum, one) => sum + one, 0) + GAP.length * (widths.length - 1);
}

function naturalWidth({ heading, cells, total }: Column): number {
  return cells.reduce((widest, cell) => Math.max(widest, lengthOf(cell)), Math.max(heading.length, total?.length ?? 0));
}

function aligned(cell: string, { kind }: Column, width: number): string {
  const characters = [...cell];
  if (characters.length > width) return `${characters.slice(0, width - 1).join('')}…`;
  const padding = ' '.repeat(width - characters.length);
  return kind === 'text' ? cell + padding : padding + cell;
}

function lengthOf(text: string): number {
  return [...text].length;
}
