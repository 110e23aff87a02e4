import type { Command } from 'commander';
import { addCommand } from '../../command.js';
import { type Output, printLine } from '../../output.js';
import { storeSettings, withStore } from '../../store-settings.js';

export function addBackupCommand(program: Command, output: Output): void {
  addCommand(program, output, {
    name: 'backup',
    argument: { name: 'file', about: 'where to write the copy; an existing file is never overwritten' },
    about: 'write a consistent copy of the database, even while a server is using it',
    examples: [
      'goalpost backup goalpost-2026-01-31.db',
      'goalpost backup --data-dir /var/lib/goalpost /backups/monday.db',
    ],
    settings: storeSettings,
    run: async (values, _output, file) => {
      await withStore(values, output, (store) => store.backup(file));
      printLine(output, `Wrote ${file}. To restore it: goalpost restore ${file}`);
    },
  });
}
