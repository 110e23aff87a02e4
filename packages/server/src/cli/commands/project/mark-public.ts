import type { Command } from 'commander';
import { noteCommand } from '../../../access/audit-log.js';
import type { Period } from '../../../model/period.js';
import type { Project } from '../../../model/project.js';
import { parsePeriod } from '../../../period/period.js';
import { requiredText, toggle } from '../../../settings/kinds.js';
import type { Store } from '../../../store/store.js';
import { addCommand, json } from '../../command.js';
import { inFlags } from '../../in-flags.js';
import { type Output, printJson, printLine } from '../../output.js';
import { findProject, projectSetting } from '../../project-setting.js';
import { UsageError } from '../../settings.js';
import { storeSettings, withStore } from '../../store-settings.js';

/** `goalpost project mark-public`: for events stored before Goalpost knew who had sent them. */
export function addMarkPublicCommand(parent: Command, output: Output): void {
  addCommand(parent, output, {
    name: 'mark-public',
    about: 'make the trusted events of some days public; this cannot be undone',
    examples: ['goalpost project mark-public --project ID --start-date 2026-01-01 --end-date 2026-03-31 --yes'],
    settings: {
      project: projectSetting,
      startDate: requiredText({ flag: 'start-date', value: 'date', about: 'first day, such as 2026-01-01' }),
      endDate: requiredText({ flag: 'end-date', value: 'date', about: 'last day, inclusive' }),
      yes: toggle({ flag: 'yes', about: 'confirm that the events become public for good' }),
      ...storeSettings,
      json,
    },
    run: async (values) => {
      const { startDate, endDate } = values;
      if (!values.yes) {
        throw new UsageError([
          'this cannot be undone: the events stay public; make a backup, then give --yes to go on',
        ]);
      }
      const events = await withStore(values, output, async (store) => {
        const project = await findProject(store, values.project);
        const marked = await markAll(store, project, periodOf(startDate, endDate, project));
        await noteCommand(store, project.id, { change: 'project.marked-public', subject: project.id });
        return marked;
      });
      if (values.json) printJson(output, { events });
      else printLine(output, `${events} ${events === 1 ? 'event is' : 'events are'} public now.`);
    },
  });
}

function periodOf(startDate: string, endDate: string, { timeZone }: Project): Period {
  const parsed = parsePeriod({ startDate, endDate }, timeZone);
  if (!parsed.ok) throw new UsageError(parsed.faults.map((one) => inFlags(one)));
  return parsed.period;
}

async function markAll({ sessions }: Store, { id }: Project, period: Period): Promise<number> {
  let events = 0;
  for (let after: string | null = null; ; ) {
    const part = await sessions.markPublic(id, period, after);
    events += part.events;
    if (part.next === null) return events;
    after = part.next;
  }
}
