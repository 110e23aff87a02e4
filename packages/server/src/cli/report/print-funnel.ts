import type { Project } from '../../model/project.js';
import { type Output, printLine } from '../output.js';
import { countText } from './figure-text.js';
import { funnelColumns, linesOf } from './funnel-columns.js';
import type { FunnelData } from './funnel-data.js';
import { printTable, titleText } from './print-report.js';

/** Prints a funnel for people: a bar for each step, as long as its share of all sessions that reached the first. */
export function printFunnel(
  output: Output,
  project: Pick<Project, 'name'>,
  data: FunnelData,
  groupBy: string | null,
): void {
  printLine(output, `${titleText(project, data)}: ${countText(data.sessions)} sessions`);
  const lines = linesOf(data, groupBy);
  const bars = lines.map(({ step }) => step.of_first ?? 0);
  printTable(output, data, funnelColumns(lines, groupBy, data.before !== undefined), bars);
}
