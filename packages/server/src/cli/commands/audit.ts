import type { Command } from 'commander';
import { listChanges } from '../../audit/list.js';
import { AUDIT_LIMIT_DEFAULT, AUDIT_LIMIT_MAX } from '../../audit/schemas.js';
import { integer, text } from '../../settings/kinds.js';
import { addCommand, json } from '../command.js';
import { type Output, printJson, printTable } from '../output.js';
import { findProject } from '../project-setting.js';
import { storeSettings, withStore } from '../store-settings.js';

export function addAuditCommand(program: Command, output: Output): void {
  addCommand(program, output, {
    name: 'audit',
    about: 'list who changed what, latest first',
    examples: ['goalpost audit', 'goalpost audit --project ID --limit 1000 --json'],
    settings: {
      project: text({
        flag: 'project',
        value: 'project',
        about: 'the project, by its id, its site key, or its name (default: changes of accounts and projects)',
      }),
      limit: integer(
        { flag: 'limit', about: 'entries to print', default: String(AUDIT_LIMIT_DEFAULT) },
        1,
        AUDIT_LIMIT_MAX,
      ),
      ...storeSettings,
      json,
    },
    run: async (values) => {
      const { entries } = await withStore(values, output, async (store) => {
        const project = values.project === null ? null : (await findProject(store, values.project)).id;
        return listChanges(store, project, { after: null, limit: values.limit });
      });
      if (values.json) printJson(output, entries);
      else {
        const rows = entries.map(({ at, by, change, subject }) => [at, by.name ?? by.id ?? by.kind, change, subject]);
        printTable(output, ['AT', 'BY', 'CHANGE', 'SUBJECT'], rows);
      }
    },
  });
}
