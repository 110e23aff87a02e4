import type { Command } from 'commander';
import { tooManyEvents } from '../../funnels/answer.js';
import { funnelTable } from '../../funnels/csv.js';
import { presentFunnel } from '../../funnels/present.js';
import { parseFunnel } from '../../funnels/request.js';
import { withSaved } from '../../funnels/saved.js';
import { keptFrom } from '../../reports/present.js';
import { toggle } from '../../settings/kinds.js';
import type { FunnelQuestion } from '../../store/funnels/question.js';
import type { Faults } from '../../validation/faults.js';
import { addCommand, json, retentionDays } from '../command.js';
import { inFlags } from '../in-flags.js';
import type { Output } from '../output.js';
import { printJson } from '../output.js';
import { findProject, projectSetting } from '../project-setting.js';
import { filterFaults } from '../report/filter-flag.js';
import type { FunnelData } from '../report/funnel-data.js';
import { funnelBodyOf, funnelFlagOf, funnelFlags } from '../report/funnel-flags.js';
import { printFunnel } from '../report/print-funnel.js';
import { printRows, strayFormats } from '../report/print-rows.js';
import { warnOfSlowness } from '../report/warn-of-slowness.js';
import { requireNoFaults, UsageError } from '../settings.js';
import { storeSettings, withStore } from '../store-settings.js';

export function addFunnelCommand(program: Command, output: Output): void {
  addCommand(program, output, {
    name: 'funnel',
    argument: { name: 'key', about: 'the key of a saved funnel, in place of --step', optional: true },
    about: 'show how far sessions went step by step, and where they left',
    examples: [
      'goalpost funnel --project ID --step cart --step checkout --step order-placed',
      'goalpost funnel checkout --project ID --start-date 2026-01-01 --end-date 2026-01-31',
      'goalpost funnel --project ID --step url:equals:/pricing --step signed-up --order directly --group-by device',
      'goalpost funnel --project ID --step cart --step order-placed --within 3600 --compare previous_period',
    ],
    settings: {
      project: projectSetting,
      ...funnelFlags,
      retentionDays,
      ...storeSettings,
      json,
      csv: toggle({ flag: 'csv', about: 'print a row for each step as CSV, for spreadsheets' }),
    },
    run: async (values, _output, key) => {
      requireNoFaults([...strayFormats(values), ...filterFaults(values.filters)]);
      const now = Date.now();
      await withStore(values, output, async ({ projects, goals, reports, funnels, documents }) => {
        const project = await findProject({ projects }, values.project);
        const asked = { project, goals: await goals.list(project.id), now };
        const body = await withSaved(documents, project.id, funnelBodyOf(key || undefined, values, project, now));
        if (!body.ok) throw wrongFlags(body.faults);
        const parsed = parseFunnel(body.request, asked);
        if (!parsed.ok) throw wrongFlags(parsed.faults);
        const { request } = parsed;
        await warnOfSlowness(output, { reports });
        const answer = async (question: FunnelQuestion) => {
          const found = await funnels.answer(question, NEVER);
          if (found === 'too_many_events') throw wrongFlags([tooManyEvents(question)]);
          return found;
        };
        if (values.csv) return printRows(output, await funnelTable(request, answer), null);
        const dataFrom = keptFrom(values.retentionDays, now);
        const data = presentFunnel(request, await answer(request.question), dataFrom) as FunnelData;
        if (values.json) printJson(output, data);
        else printFunnel(output, project, data, request.question.groupBy);
      });
    },
  });
}

const NEVER = new AbortController().signal;

function wrongFlags(faults: Faults): UsageError {
  return new UsageError(faults.map((one) => inFlags(one, funnelFlagOf)));
}
