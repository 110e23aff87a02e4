import type { Command } from 'commander';
import { checkProject } from '../../../check/check.js';
import { ReportTurns } from '../../../reports/turns.js';
import { addCommand, json } from '../../command.js';
import { type Output, printJson, printLine, printPairs } from '../../output.js';
import { findProject, projectSetting } from '../../project-setting.js';
import { storeSettings, withStore } from '../../store-settings.js';

/** `goalpost project check`: what the store says about tracking. The server knows what it refused: `GET project/check`. */
export function addCheckCommand(parent: Command, output: Output): void {
  addCommand(parent, output, {
    name: 'check',
    about: 'check whether tracking works: the last events, and goals that went silent',
    examples: ['goalpost project check --project ID', 'goalpost project check --project ID --json'],
    settings: { project: projectSetting, ...storeSettings, json },
    run: async (values) => {
      const checked = await withStore(values, output, async (store) => {
        const project = await findProject(store, values.project);
        const reporting = { turns: new ReportTurns(), now: Date.now, retentionDays: null };
        return checkProject(store, reporting, project, null, new AbortController().signal);
      });
      if (values.json) {
        printJson(output, checked);
        return;
      }
      const { visit, click, event } = checked.last_events;
      printPairs(output, {
        'last visit': visit ?? 'none',
        'last click': click ?? 'none',
        'last event': event ?? 'none',
      });
      for (const { key, name, before } of checked.silent_goals) {
        printLine(
          output,
          `Goal ${key} (${name}) had no conversion in the last 7 days, and ${before} in the 30 days before.`,
        );
      }
    },
  });
}
