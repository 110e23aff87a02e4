import type { Command } from 'commander';
import { csvLine } from '../../http/csv/csv-line.js';
import { choice, toggle } from '../../settings/kinds.js';
import { addCommand } from '../command.js';
import { EXPORTS, type ExportedRow } from '../export/exported.js';
import { type Output, printPart } from '../output.js';
import { findProject, projectSetting } from '../project-setting.js';
import { UsageError } from '../settings.js';
import { storeSettings, withStore } from '../store-settings.js';

const NAMES = Object.keys(EXPORTS).join(', ');
/** Characters that are written at once. */
const PART_CHARACTERS = 65_536;

export function addExportCommand(program: Command, output: Output): void {
  addCommand(program, output, {
    name: 'export',
    argument: { name: 'what', about: NAMES },
    about: 'print all events, sessions or conversions of a project; events are lines that "goalpost import" reads',
    examples: [
      'goalpost export events --project ID | gzip > events.ndjson.gz',
      'goalpost export sessions --project ID --format csv > sessions.csv',
    ],
    settings: {
      project: projectSetting,
      format: choice({ flag: 'format', about: 'a JSON object a line, or CSV', default: 'ndjson' }, ['ndjson', 'csv']),
      raw: toggle({ flag: 'raw', about: 'in CSV: leave texts that a spreadsheet would take for formulas as they are' }),
      ...storeSettings,
    },
    run: async (values, _output, what) => {
      const exported = EXPORTS[what];
      if (!exported) throw new UsageError([`the argument must be one of ${NAMES}; got "${what}"`]);
      const asLine = ({ json, cells }: ExportedRow) =>
        values.format === 'csv' ? csvLine(cells(), values.raw) : `${JSON.stringify(json)}\n`;
      await withStore(values, output, async (store) => {
        const { id } = await findProject(store, values.project);
        let part = values.format === 'csv' ? csvLine(exported.columns, true) : '';
        for await (const row of exported.rows(store, id, Date.now())) {
          part += asLine(row);
          if (part.length < PART_CHARACTERS) continue;
          await printPart(output, part);
          part = '';
        }
        if (part !== '') await printPart(output, part);
      });
    },
  });
}
