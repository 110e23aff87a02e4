import type { Command } from 'commander';
import { ENGINE_NAMES, ENGINES, settingsOf } from '../../../engines.js';
import type { Difference, Inventory, ProjectInventory } from '../../../move/inventory.js';
import { type Moved, moveInstallation, type Progress } from '../../../move/move.js';
import { choice, toggle } from '../../../settings/kinds.js';
import type { Values } from '../../../settings/setting.js';
import { addCommand, json } from '../../command.js';
import { type Output, printJson, printTable, warn } from '../../output.js';
import { type ProgressBar, startProgressBar } from '../../progress-bar.js';
import { requireNoFaults } from '../../settings.js';
import { openAnyStore } from '../../store-settings.js';
import { untilStopped } from '../../until-stopped.js';

const settings = {
  from: choice({ flag: 'from', about: 'store to copy from' }, ENGINE_NAMES),
  to: choice({ flag: 'to', about: 'store to copy to; it must be empty' }, ENGINE_NAMES),
  ...settingsOf(ENGINES),
  json,
  quiet: toggle({ flag: 'quiet', about: 'print nothing unless something is wrong' }),
};

export function addMoveCommand(program: Command, output: Output): void {
  addCommand(program, output, {
    name: 'move',
    about:
      'copy a whole installation from one store to the other and check the copy; stop the server first. If interrupted, run it again to continue',
    examples: [
      'goalpost move --from sqlite --to clickhouse --data-dir ./data --clickhouse-url-file urls.txt',
      'goalpost move --from clickhouse --to sqlite --clickhouse-url-file urls.txt --data-dir ./new',
    ],
    settings,
    run: async (values) => {
      requireSensibleFlags(values);
      const moved = await untilStopped((signal) => move(values, output, signal));
      if (values.json) printJson(output, present(moved));
      else if (!values.quiet) printSummary(output, moved.inventory);
      if (moved.differences.length === 0) return;
      report(output, values, moved.differences);
      process.exitCode = 1;
    },
  });
}

/** @throws {UsageError} with all faults that concern a combination of flags. */
function requireSensibleFlags(values: Values<typeof settings>): void {
  const { from, to } = values;
  requireNoFaults([
    ...(from === to ? [`--to must differ from --from; both are ${from}`] : []),
    ...ENGINES[from].absence(values),
    ...[...new Set([from, to])].flatMap((name) => ENGINES[name].faults(values)),
  ]);
}

async function move(values: Values<typeof settings>, output: Output, signal: AbortSignal): Promise<Moved> {
  const { from, to } = values;
  const onExposed = (sentence: string) => warn(output, sentence);
  const source = await openAnyStore(from, values, onExposed);
  try {
    const target = await openAnyStore(to, values, onExposed);
    const bars = new Bars(output, values.quiet);
    try {
      const onProgress = (progress: Progress) => bars.show(progress);
      return await moveInstallation({ source, target, now: Date.now(), signal, onProgress });
    } finally {
      bars.stop();
      await target.close();
    }
  } finally {
    await source.close();
  }
}

/** How each phase is called. Nobody knows how long the second takes before it has begun. */
const STEPS = { copying: 'copied (step 1 of 2)', checking: 'compared (step 2 of 2)' } as const;

/** A bar for each phase, one after the other. */
class Bars {
  #phase: Progress['phase'] | null = null;
  #bar: ProgressBar | null = null;

  constructor(
    readonly output: Output,
    readonly isQuiet: boolean,
  ) {}

  show({ phase, events, eventsTotal }: Progress): void {
    if (this.isQuiet) return;
    if (phase !== this.#phase) {
      this.stop();
      this.#phase = phase;
      this.#bar = startProgressBar(this.output, { whole: eventsTotal, counted: `events ${STEPS[phase]}` });
    }
    this.#bar?.update(Math.min(events, eventsTotal), events);
  }

  stop(): void {
    this.#bar?.stop();
  }
}

function printSummary(output: Output, { projects }: Inventory): void {
  const rows = projects.map(({ project, goals, sessions, events, conversions }) => [
    project.id,
    project.name,
    ...[goals, sessions, events, conversions].map(String),
  ]);
  printTable(output, ['PROJECT', 'NAME', 'GOALS', 'SESSIONS', 'EVENTS', 'CONVERSIONS'], rows);
}

/** Limit of differences listed one by one. All are counted. */
const DIFFERENCES_NAMED_MAX = 100;

function report(output: Output, { from, to }: Values<typeof settings>, differences: readonly Difference[]): void {
  for (const { project, what, source, target } of differences.slice(0, DIFFERENCES_NAMED_MAX)) {
    const of = project ? `${project.id} (${project.name}), ` : '';
    warn(output, `${of}${what}: ${source ?? 'none'} in ${from}, ${target ?? 'none'} in ${to}`);
  }
  const unnamed = differences.length - DIFFERENCES_NAMED_MAX;
  if (unnamed > 0) warn(output, `and ${unnamed} more differences`);
  warn(
    output,
    `the copy differs, as happens when a server uses ${from} during the move; stop the server and run this again. If sessions were erased in ${from} since, they are still in ${to}: start again with an empty ${to}`,
  );
}

function present({ inventory, differences }: Moved): object {
  return {
    projects: inventory.projects.map(presentProject),
    differences: differences.map(({ project, ...difference }) => ({ project: project?.id ?? null, ...difference })),
  };
}

function presentProject({ project: { id, name }, goals, sessions, events, conversions }: ProjectInventory): object {
  return { id, name, goals, sessions, events, conversions };
}
