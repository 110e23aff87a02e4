import type { Command } from 'commander';
import { noteCommand } from '../../../access/audit-log.js';
import { removeRolesIn } from '../../../accounts/people.js';
import type { Project } from '../../../model/project.js';
import { text, toggle } from '../../../settings/kinds.js';
import type { Store } from '../../../store/store.js';
import { addCommand, json } from '../../command.js';
import { type Output, printJson, printLine } from '../../output.js';
import { findProject, projectSetting } from '../../project-setting.js';
import { UsageError } from '../../settings.js';
import { storeSettings, withStore } from '../../store-settings.js';

/** `goalpost project delete`: erases a project with everything in it. */
export function addDeleteCommand(parent: Command, output: Output): void {
  addCommand(parent, output, {
    name: 'delete',
    about: 'erase a project with everything in it; this cannot be undone',
    examples: ['goalpost project delete --project ID --name Shop', 'goalpost project delete --project ID --yes'],
    settings: {
      project: projectSetting,
      name: text({ flag: 'name', about: 'its name, which confirms that it is the right one' }),
      yes: toggle({ flag: 'yes', about: 'confirm it without the name, for scripts' }),
      ...storeSettings,
      json,
    },
    run: async (values) => {
      const project = await withStore(values, output, async (store) => {
        const found = await findProject(store, values.project);
        requireConfirmed(found, values);
        await erase(store, found);
        return found;
      });
      if (values.json) printJson(output, { id: project.id, deleted: true });
      else printLine(output, `Deleted project ${project.name}.`);
    },
  });
}

/** @throws {UsageError} */
function requireConfirmed({ name }: Project, given: { readonly name: string | null; readonly yes: boolean }): void {
  if (given.yes || given.name === name) return;
  throw new UsageError([
    `this erases the project "${name}" with all its sessions, and cannot be undone; make a backup, then repeat its name with --name, or give --yes`,
  ]);
}

/** A server on the same data helps, and goes on if this is interrupted. */
async function erase(store: Store, { id }: Project): Promise<void> {
  const { projects } = store;
  await projects.remove(id);
  await noteCommand(store, null, { change: 'project.deleted', subject: id });
  await removeRolesIn(store, id);
  while (await projects.work());
}
