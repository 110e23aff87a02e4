import type { Command } from 'commander';
import { reportTable } from '../../reports/csv.js';
import { keptFrom, presentReport } from '../../reports/present.js';
import { parseReport } from '../../reports/request.js';
import { toggle } from '../../settings/kinds.js';
import type { ReportQuestion } from '../../store/reports/question.js';
import { addCommand, json, retentionDays } from '../command.js';
import { inFlags } from '../in-flags.js';
import { type Output, printJson } from '../output.js';
import { findProject, projectSetting } from '../project-setting.js';
import { filterFaults } from '../report/filter-flag.js';
import { printReport } from '../report/print-report.js';
import { printRows, strayFormats } from '../report/print-rows.js';
import type { ReportData } from '../report/report-data.js';
import { reportBodyOf, reportFlagOf, reportFlags } from '../report/report-flags.js';
import { warnOfSlowness } from '../report/warn-of-slowness.js';
import { requireNoFaults, UsageError } from '../settings.js';
import { storeSettings, withStore } from '../store-settings.js';

export function addReportCommand(program: Command, output: Output): void {
  addCommand(program, output, {
    name: 'report',
    about: 'show how many sessions converted, how often, and for how much',
    examples: [
      'goalpost report --project ID',
      'goalpost report --project ID --group-by day --compare previous_period',
      'goalpost report --project ID --group-by source,goal --start-date 2026-01-01 --end-date 2026-01-31',
      'goalpost report --project ID --group-by entry_page --filter country=NL --filter entry_page~shoes --limit 20',
      'goalpost report --project ID --group-by country --csv > countries.csv',
    ],
    settings: {
      project: projectSetting,
      ...reportFlags,
      retentionDays,
      ...storeSettings,
      json,
      csv: toggle({ flag: 'csv', about: 'print all rows as CSV, for spreadsheets' }),
    },
    run: async (values) => {
      requireNoFaults([...strayFormats(values), ...filterFaults(values.filters)]);
      const now = Date.now();
      await withStore(values, output, async ({ projects, goals, reports }) => {
        const project = await findProject({ projects }, values.project);
        const asked = { project, goals: await goals.list(project.id), now };
        const parsed = parseReport(reportBodyOf(values, project, now), asked);
        if (!parsed.ok) throw new UsageError(parsed.faults.map((one) => inFlags(one, reportFlagOf)));
        const { request } = parsed;
        await warnOfSlowness(output, { reports });
        const answer = (question: ReportQuestion) => reports.answer(question, NEVER);
        if (values.csv) {
          const table = await reportTable(request, (query) => answer({ ...request.question, queries: [query] }));
          return printRows(output, table, values.limit);
        }
        const dataFrom = keptFrom(values.retentionDays, now);
        const data = presentReport(request, await answer(request.question), dataFrom) as ReportData;
        if (values.json) printJson(output, data);
        else printReport(output, project, data, request.queries[0]!.groupBy);
      });
    },
  });
}

const NEVER = new AbortController().signal;
