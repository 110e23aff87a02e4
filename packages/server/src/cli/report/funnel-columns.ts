import type { PresentedStep } from '../../funnels/present.js';
import { escapeControls } from '../escape-controls.js';
import { type Column, NOT_KNOWN } from './columns.js';
import { changeText, countText, durationText, rateChangeText, rateText } from './figure-text.js';
import type { FunnelData } from './funnel-data.js';

/** A line of the table: a step of one group, or of all sessions. */
export interface FunnelLine {
  /** Only on the line of the first step. */
  readonly group: string;
  readonly name: string;
  readonly step: PresentedStep;
  readonly before: PresentedStep | null;
}

/** The steps of each group, then those of all sessions. */
export function linesOf({ steps, rows, before }: FunnelData, groupBy: string | null): FunnelLine[] {
  const of = (group: string, own: readonly PresentedStep[], earlier?: readonly PresentedStep[]) =>
    steps.map(({ name }, index) => ({
      group: index === 0 ? escapeControls(group) : '',
      name: escapeControls(name),
      step: own[index]!,
      before: earlier?.[index] ?? null,
    }));
  const groups = rows.flatMap((row) => of(row.group[groupBy!] ?? NOT_KNOWN, row.steps, row.before?.steps));
  return [...groups, ...of(groupBy === null ? '' : 'TOTAL', steps, before?.steps)];
}

/** The columns of a funnel. */
export function funnelColumns(lines: readonly FunnelLine[], groupBy: string | null, isCompared: boolean): Column[] {
  const text = (heading: string, textOf: (line: FunnelLine) => string): Column => ({
    heading,
    cells: lines.map(textOf),
    total: null,
    kind: 'text',
    leaveOut: 0,
  });
  const figure = (heading: string, leaveOut: number, textOf: (step: PresentedStep) => string): Column => ({
    ...text(heading, ({ step }) => textOf(step)),
    kind: 'figure',
    leaveOut,
  });
  const change = (leaveOut: number, textOf: (now: PresentedStep, before: PresentedStep) => string): Column[] => {
    if (!isCompared) return [];
    const cell = ({ step, before }: FunnelLine) => (before ? textOf(step, before) : '');
    return [{ ...text('+/-', cell), kind: 'figure', leaveOut }];
  };
  return [
    ...(groupBy === null ? [] : [text(groupBy.toUpperCase(), ({ group }) => group)]),
    text('STEP', ({ name }) => name),
    figure('SESSIONS', 0, ({ sessions }) => countText(sessions)),
    ...change(4, (now, before) => changeText(now.sessions, before.sessions)),
    figure('OF FIRST', 0, ({ of_first }) => rateText(of_first)),
    ...change(3, (now, before) => rateChangeText(now.of_first, before.of_first)),
    figure('OF PREVIOUS', 1, ({ of_previous }) => rateText(of_previous)),
    figure('MEDIAN', 2, ({ median_seconds }) => durationText(median_seconds)),
    figure('90 %', 5, ({ p90_seconds }) => durationText(p90_seconds)),
  ];
}
