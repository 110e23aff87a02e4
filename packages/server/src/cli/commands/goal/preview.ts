import type { Command } from 'commander';
import { type Preview, previewGoal, warningsOf } from '../../../goals/preview.js';
import { parsePreview } from '../../../goals/preview-request.js';
import { presentPreview } from '../../../goals/preview-route.js';
import type { Event } from '../../../model/event.js';
import { text } from '../../../settings/kinds.js';
import { addCommand, json } from '../../command.js';
import { type Output, printJson, printLine, printTable } from '../../output.js';
import { findProject, projectSetting } from '../../project-setting.js';
import { storeSettings, withStore } from '../../store-settings.js';
import { parsedFromFlags, ruleFlags, ruleFromFlags } from './flags.js';

const period = {
  startDate: text({ flag: 'start-date', value: 'date', about: 'first day of the period, such as 2026-01-01' }),
  endDate: text({ flag: 'end-date', value: 'date', about: 'last day of the period, inclusive' }),
};

export function addGoalPreview(parent: Command, output: Output): void {
  addCommand(parent, output, {
    name: 'preview',
    about: 'show which stored events a rule would have matched; stores nothing',
    examples: [
      'goalpost goal preview --project ID --type url --match prefix:/projects/',
      'goalpost goal preview --project ID --type click --selector "a.buy" --start-date 2026-01-01',
    ],
    settings: { project: projectSetting, ...ruleFlags, ...period, ...storeSettings, json },
    run: async (values) => {
      const { preview, warnings } = await withStore(values, output, async (store) => {
        const { startDate: start_date, endDate: end_date } = values;
        const project = await findProject(store, values.project);
        const { query } = parsedFromFlags(
          values,
          parsePreview({ ...ruleFromFlags(values), start_date, end_date }, project),
        );
        const found = await previewGoal(store.goals, query, project.timeZone);
        return { preview: found, warnings: warningsOf(found, query) };
      });
      if (values.json) printJson(output, presentPreview(preview, warnings));
      else printPreview(output, preview, warnings);
    },
  });
}

function printPreview(output: Output, { examined, matched, sessions, examples }: Preview, warnings: string[]): void {
  printLine(
    output,
    `${matched} of ${examined} events match, in ${sessions} ${sessions === 1 ? 'session' : 'sessions'}.`,
  );
  for (const warning of warnings) printLine(output, warning);
  if (examples.length > 0) printExamples(output, examples);
}

const SHOWN = 3;

/** Some of the events that a new goal has matched. */
export function printSome(output: Output, { sessions, examples, isComplete }: Preview): void {
  if (examples.length === 0) return;
  const count = `${isComplete ? '' : 'at least '}${sessions} ${sessions === 1 ? 'session' : 'sessions'}`;
  printLine(output, `They are in ${count}. Some of them:`);
  printExamples(output, examples.slice(0, SHOWN));
}

function printExamples(output: Output, examples: readonly Event[]): void {
  printTable(output, ['SESSION', 'EVENT', 'OCCURRED AT', 'WHAT'], examples.map(toRow));
}

function toRow(event: Event): string[] {
  const what = event.type === 'event' ? event.name : event.type === 'click' ? (event.text ?? event.url) : event.url;
  return [event.sessionId, event.id, new Date(event.at).toISOString(), what ?? ''];
}
