import type { Command } from 'commander';
import { noteCommand } from '../../access/audit-log.js';
import type { SessionId } from '../../model/ids.js';
import type { Timeline, TimelineEntry } from '../../model/session.js';
import { presentTimeline } from '../../sessions/present-timeline.js';
import { TIMELINE_LIMIT_MAX } from '../../sessions/timeline-request.js';
import { addCommand, addExamples, json } from '../command.js';
import { dateText, type Output, printJson, printLine, printPairs, printTable } from '../output.js';
import { findProject, projectSetting } from '../project-setting.js';
import { UsageError } from '../settings.js';
import { storeSettings, withStore } from '../store-settings.js';

const settings = { project: projectSetting, ...storeSettings, json };
const argument = { name: 'id', about: 'the id of the session' };

export function addSessionCommands(program: Command, output: Output): void {
  const parent = program.command('session').description('one session: what happened in it, or erase it');
  addExamples(parent, ['goalpost session show 1 --project ID', 'goalpost session erase 1 --project ID']);

  addCommand(parent, output, {
    name: 'show',
    argument,
    about: 'show what happened in a session, and which goals it met',
    examples: ['goalpost session show 1 --project ID', 'goalpost session show 1 --project ID --json'],
    settings,
    run: async (values, _output, id) => {
      const timeline = await withStore(values, output, async (store) => {
        const project = await findProject(store, values.project);
        const entries: TimelineEntry[] = [];
        let page: Timeline | null = null;
        do {
          const after = page?.next ?? null;
          page = await store.sessions.timeline(project.id, id as SessionId, { limit: TIMELINE_LIMIT_MAX, after });
          if (!page) throw noSession(id);
          entries.push(...page.entries);
        } while (page.next);
        return { ...page, entries };
      });
      if (values.json) printJson(output, presentTimeline(timeline));
      else printTimeline(output, timeline);
    },
  });

  addCommand(parent, output, {
    name: 'erase',
    argument,
    about: 'erase a session with everything that happened in it, forever',
    examples: ['goalpost session erase 1 --project ID'],
    settings,
    run: async (values, _output, id) => {
      const erased = await withStore(values, output, async (store) => {
        const project = await findProject(store, values.project);
        const erased = await store.sessions.erase(project.id, id as SessionId);
        if (erased) await noteCommand(store, project.id, { change: 'session.erased', subject: id });
        return erased;
      });
      if (!erased) throw noSession(id);
      const { visits, clicks, customEvents: events, conversions } = erased;
      if (values.json) return printJson(output, { session_id: id, visits, clicks, events, conversions });
      printLine(output, `Erased session ${id}.`);
      printPairs(output, counted({ visits, clicks, events, conversions }));
    },
  });
}

function noSession(id: string): UsageError {
  return new UsageError([`the project has no session "${id}"`]);
}

function counted(counts: Readonly<Record<string, number>>): Record<string, string> {
  return Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, String(count)]));
}

function printTimeline(output: Output, { session, entries }: Timeline): void {
  const { startedAt, endedAt, client, entry, visits, clicks, customEvents: events, conversions } = session;
  printLine(output, `Session ${session.id}`);
  printPairs(output, {
    from: dateText(startedAt),
    until: dateText(endedAt),
    'entry page': entry.page ?? '-',
    source: entry.source ?? '-',
    client: [client.browser, client.platformOs, client.device, client.country].map((text) => text ?? '-').join(', '),
    ...counted({ visits, clicks, events, conversions }),
  });
  printTable(
    output,
    ['TIME', 'TYPE', 'WHAT', 'GOALS'],
    entries.map(({ event, goals }) => [
      dateText(event.at),
      event.type,
      whatOf(event),
      goals.map(({ key }) => key).join(', '),
    ]),
  );
}

function whatOf(event: TimelineEntry['event']): string {
  switch (event.type) {
    case 'visit':
      return event.url;
    case 'click':
      return event.text ?? event.href ?? event.url ?? '-';
    case 'event':
      return event.name;
  }
}
