import type { Command } from 'commander';
import { choice, toggle } from '../../settings/kinds.js';
import { addCommand } from '../command.js';
import { csvEncoder, type Encoder, ndjsonEncoder } from '../export/encoder.js';
import { EXPORTS, type Exported } from '../export/exported.js';
import { type Output, printPart } from '../output.js';
import { findProject, projectSetting } from '../project-setting.js';
import { UsageError } from '../settings.js';
import { storeSettings, withStore } from '../store-settings.js';

const NAMES = Object.keys(EXPORTS).join(', ');
const FORMATS = ['ndjson', 'csv', 'parquet'] as const;
/** Characters or bytes that are written at once. */
const PART_SIZE = 65_536;

interface FormatValues {
  readonly format: (typeof FORMATS)[number];
  readonly raw: boolean;
}

export function addExportCommand(program: Command, output: Output): void {
  addCommand(program, output, {
    name: 'export',
    argument: { name: 'what', about: NAMES },
    about: 'print all events, sessions or conversions of a project; events are lines that "goalpost import" reads',
    examples: [
      'goalpost export events --project ID | gzip > events.ndjson.gz',
      'goalpost export sessions --project ID --format csv > sessions.csv',
      'goalpost export conversions --project ID --format parquet > conversions.parquet',
    ],
    settings: {
      project: projectSetting,
      format: choice({ flag: 'format', about: 'a JSON object a line, CSV, or Parquet', default: 'ndjson' }, FORMATS),
      raw: toggle({ flag: 'raw', about: 'in CSV: leave texts that a spreadsheet would take for formulas as they are' }),
      ...storeSettings,
    },
    run: async (values, _output, what) => {
      const exported = EXPORTS[what];
      if (!exported) throw new UsageError([`the argument must be one of ${NAMES}; got "${what}"`]);
      if (values.format === 'parquet' && output.stdout.columns !== undefined) {
        throw new UsageError(['a terminal cannot show Parquet; add "> FILE"']);
      }
      await withStore(values, output, async (store) => {
        const { id } = await findProject(store, values.project);
        const encoder = await encoderFor(exported, values);
        for await (const row of exported.rows(store, id, Date.now())) {
          encoder.add(row);
          if (encoder.ready >= PART_SIZE) await printPart(output, encoder.take());
        }
        encoder.finish();
        if (encoder.ready > 0) await printPart(output, encoder.take());
      });
    },
  });
}

/** The writer of Parquet is loaded only when it is needed. */
async function encoderFor({ columns }: Exported, { format, raw }: FormatValues): Promise<Encoder> {
  if (format === 'ndjson') return ndjsonEncoder();
  if (format === 'csv') return csvEncoder(columns, raw);
  const { ParquetEncoder } = await import('../export/parquet-encoder.js');
  return new ParquetEncoder(columns);
}
