import type { Command } from 'commander';
import { noteCommand } from '../../../access/audit-log.js';
import { presentGoal } from '../../../goals/definition.js';
import { ownValueOf } from '../../../goals/own-value.js';
import { previewGoal } from '../../../goals/preview.js';
import type { Goal } from '../../../model/goal.js';
import { GOALS_MAX } from '../../../model/goal.js';
import type { GoalKey } from '../../../model/ids.js';
import { toggle } from '../../../settings/kinds.js';
import { addCommand, addExamples, json } from '../../command.js';
import { matchedOf, matchHistory } from '../../match-history.js';
import { type Output, printJson, printLine, printTable } from '../../output.js';
import { findProject, noGoal, projectSetting } from '../../project-setting.js';
import { UsageError } from '../../settings.js';
import { storeSettings, withStore } from '../../store-settings.js';
import { goalFlags, goalFromFlags } from './flags.js';
import { addGoalPreview, printSome } from './preview.js';
import { printSaved } from './print-saved.js';
import { addGoalUpdate } from './update.js';

export function addGoalCommands(program: Command, output: Output): void {
  const parent = program.command('goal').description('goals: what counts as a conversion');
  addExamples(parent, [
    'goalpost goal create --project ID --key docs --name "Docs" --type url --match prefix:/projects/',
    'goalpost goal preview --project ID --type url --match prefix:/projects/',
    'goalpost goal update docs --project ID --count once',
    'goalpost goal list --project ID',
    'goalpost goal delete docs --project ID',
  ]);

  addCommand(parent, output, {
    name: 'create',
    about: 'create a goal and match it against the stored events',
    examples: [
      'goalpost goal create --project ID --key docs --name "Docs" --type url --match prefix:/projects/ --count once',
      'goalpost goal create --project ID --key buy --name "Buy" --type click --selector "a.buy" --text "Buy now"',
      'goalpost goal create --project ID --key order --name "Order" --type event --event purchase --property plan=pro',
    ],
    settings: {
      project: projectSetting,
      ...goalFlags,
      noWait: toggle({ flag: 'no-wait', about: 'leave matching the stored events to the server' }),
      ...storeSettings,
      json,
    },
    run: async (values) => {
      // Faults of the flags are reported before a store is opened.
      goalFromFlags(values, 'event');
      const { goal, preview } = await withStore(values, output, async (store) => {
        const project = await findProject(store, values.project);
        const definition = goalFromFlags(values, await ownValueOf(store, project.id));
        const created = await store.goals.create(project.id, definition);
        if (created === 'taken')
          throw new UsageError([`--key must be new; the project already has a goal "${values.key}"`]);
        if (created === 'full') {
          throw new UsageError([`the project already has ${GOALS_MAX} goals, the maximum; delete one first`]);
        }
        await noteCommand(store, project.id, { change: 'goal.created', subject: created.key });
        if (values.noWait) return { goal: created, preview: null };
        const matched = await matchHistory(store, project.id, created);
        const query = { projectId: project.id, typed: created, period: { from: null, until: null } };
        return { goal: matched, preview: values.json ? null : await previewGoal(store.goals, query, project.timeZone) };
      });
      printSaved(output, goal, 'Created', { ...values, isMatched: !values.noWait });
      if (preview) printSome(output, preview);
    },
  });

  addGoalUpdate(parent, output);
  addGoalPreview(parent, output);

  addCommand(parent, output, {
    name: 'list',
    about: 'list the goals of a project, by key',
    examples: ['goalpost goal list --project ID', 'goalpost goal list --project ID --json'],
    settings: { project: projectSetting, ...storeSettings, json },
    run: async (values) => {
      const goals = await withStore(values, output, async (store) =>
        store.goals.list((await findProject(store, values.project)).id),
      );
      if (values.json) printJson(output, goals.map(presentGoal));
      else
        printTable(
          output,
          ['KEY', 'NAME', 'TYPE', 'COUNT', 'VERSION', 'MATCHING', 'MATCHED', 'RULE'],
          goals.map(toRow),
        );
    },
  });

  addCommand(parent, output, {
    name: 'delete',
    argument: { name: 'key', about: 'key of the goal' },
    about: 'delete a goal and its conversions',
    examples: ['goalpost goal delete docs --project ID'],
    settings: { project: projectSetting, ...storeSettings, json },
    run: async (values, _output, key) => {
      await withStore(values, output, async (store) => {
        const project = await findProject(store, values.project);
        if (!(await store.goals.remove(project.id, key as GoalKey))) throw noGoal(key, project.id);
        await noteCommand(store, project.id, { change: 'goal.deleted', subject: key });
      });
      if (values.json) printJson(output, { key, deleted: true });
      else printLine(output, `Deleted goal ${key}.`);
    },
  });
}

function toRow(goal: Goal): string[] {
  const { key, name, type, count, version, matching, rule } = goal;
  const progress = matching.state === 'done' ? 'done' : `${matching.examined} of ${matching.total}`;
  return [key, name, type, count, String(version), progress, matchedOf(goal), JSON.stringify(rule)];
}
