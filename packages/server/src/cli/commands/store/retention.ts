import type { Command } from 'commander';
import { noteCommand } from '../../../access/audit-log.js';
import { DAY_MS } from '../../../model/visitor.js';
import { isMuch } from '../../../operations/retention.js';
import { toggle } from '../../../settings/kinds.js';
import type { DueSessions, SessionStore } from '../../../store/contract/sessions.js';
import type { Store } from '../../../store/store.js';
import { addCommand, json, retentionDays } from '../../command.js';
import { type Output, printJson, printLine, printTable } from '../../output.js';
import { UsageError } from '../../settings.js';
import { storeSettings, withStore } from '../../store-settings.js';
import { untilStopped } from '../../until-stopped.js';

export function addRetentionCommand(program: Command, output: Output): void {
  addCommand(program, output, {
    name: 'retention',
    about: 'erase the sessions of all projects that are older than --retention-days, or show how many are',
    examples: ['goalpost retention --retention-days 365 --dry-run', 'goalpost retention --retention-days 365 --yes'],
    settings: {
      retentionDays,
      dryRun: toggle({ flag: 'dry-run', about: 'show how many sessions are older, and erase nothing' }),
      yes: toggle({ flag: 'yes', about: 'erase them even if they are more than a tenth of those of a project' }),
      ...storeSettings,
      json,
    },
    run: async ({ retentionDays: days, dryRun, yes, ...values }) => {
      if (days === null) throw new UsageError(['--retention-days is required (or GOALPOST_RETENTION_DAYS)']);
      const before = Date.now() - days * DAY_MS;
      await withStore(values, output, async (store) => {
        const { projects, sessions } = store;
        const due = await sessions.countOlderThan(before);
        if (!dryRun) {
          if (isMuch(due) && !yes) {
            throw new UsageError([
              'more than a tenth of the sessions of a project would be erased: look with --dry-run, then give --yes',
            ]);
          }
          const erased = await untilStopped((signal) => eraseAll(sessions, before, signal));
          if (erased > 0) await noteErased(store, due, before);
          if (values.json) return printJson(output, { sessions: erased });
          return printLine(output, `Erased sessions older than ${days} days: ${erased}`);
        }
        if (values.json) {
          return printJson(
            output,
            due.map(({ projectId, due: older, all }) => ({ project: projectId, due: older, sessions: all })),
          );
        }
        const names = new Map((await projects.list()).map(({ id, name }) => [id, name]));
        printTable(
          output,
          ['PROJECT', 'NAME', 'TO ERASE', 'SESSIONS'],
          due.map((one) => [one.projectId, names.get(one.projectId) ?? '', String(one.due), String(one.all)]),
        );
      });
    },
  });
}

/** In the audit log of each project that had sessions to erase. */
async function noteErased(store: Store, due: readonly DueSessions[], before: number): Promise<void> {
  const subject = new Date(before).toISOString();
  for (const { projectId } of due.filter((one) => one.due > 0)) {
    await noteCommand(store, projectId, { change: 'sessions.erased', subject });
  }
}

/** Returns how many it has erased, all or those until the signal. */
async function eraseAll(sessions: SessionStore, before: number, signal: AbortSignal): Promise<number> {
  let erased = 0;
  while (!signal.aborted) {
    const count = await sessions.eraseOlderThan(before);
    if (count === 0) break;
    erased += count;
  }
  return erased;
}
