import type { Command } from 'commander';
import type { Restored } from '../../../store/engine.js';
import { addCommand, json } from '../../command.js';
import { dateText, type Output, printJson, printLine, printPairs } from '../../output.js';
import { restoreStore, storeSettings } from '../../store-settings.js';

export function addRestoreCommand(program: Command, output: Output): void {
  addCommand(program, output, {
    name: 'restore',
    argument: { name: 'file', about: 'a file of "goalpost backup"' },
    about: 'check a backup and make it the database of a data directory that has none',
    examples: [
      'goalpost restore goalpost-2026-01-31.db',
      'goalpost restore --data-dir /var/lib/goalpost /backups/monday.db',
    ],
    settings: { ...storeSettings, json },
    run: async (values, _output, file) => {
      const restored = await restoreStore(values, file, output);
      if (values.json) printJson(output, present(restored));
      else {
        printLine(output, `Restored ${file} into ${values.dataDir}.`);
        printPairs(output, pairs(restored));
      }
    },
  });
}

function pairs({ projects, sessions, events, conversions, from, until }: Restored): Record<string, string> {
  const counts = Object.entries({ projects, sessions, events, conversions });
  return {
    ...Object.fromEntries(counts.map(([name, count]) => [name, String(count)])),
    'first event': dateText(from),
    'last event': dateText(until),
  };
}

function present({ from, until, ...counts }: Restored): object {
  const date = (at: number | null) => (at === null ? null : dateText(at));
  return { ...counts, first_event_at: date(from), last_event_at: date(until) };
}
