import type { Command } from 'commander';
import type { Fault } from '../../faults.js';
import { parseGoal, presentGoal } from '../../goals/definition.js';
import { COUNTING_MODES, type Goal, TEXT_MATCHES, URL_PARTS } from '../../goals/goal.js';
import { GOALS_MAX } from '../../goals/limits.js';
import type { GoalKey, ProjectId } from '../../ids.js';
import type { Store } from '../../store/store.js';
import { addCommand, dataDir, findProject, json, projectId, withStore } from '../command.js';
import { choice, list, requiredText, text } from '../kinds.js';
import { type Output, printJson, printLine, printTable } from '../output.js';
import { UsageError, type Values } from '../settings.js';

const MATCHES = TEXT_MATCHES.join('|');

const settings = {
  project: projectId,
  key: requiredText({ flag: 'key', about: 'names the goal in conversion ids: lower-case letters, digits, hyphens' }),
  name: requiredText({ flag: 'name', about: 'what people call it' }),
  type: choice({ flag: 'type', about: 'what converts' }, ['url', 'click', 'event']),
  count: choice({ flag: 'count', about: 'every matching event, or once a session', default: 'every' }, COUNTING_MODES),
  match: text({ flag: 'match', value: 'how:pattern', about: `for url: ${MATCHES}, a colon, and the pattern` }),
  on: choice({ flag: 'on', about: 'for url: the part of the URL that is compared', default: 'path' }, URL_PARTS),
  selector: text({ flag: 'selector', value: 'css', about: 'for click: what is clicked' }),
  text: text({ flag: 'text', about: 'for click: its whole text' }),
  href: text({ flag: 'href', value: 'how:pattern', about: 'for click: where the link leads, written as for --match' }),
  event: text({ flag: 'event', value: 'name', about: 'for event: its name' }),
  properties: list(
    { flag: 'property', value: 'name=value', about: 'for event: a property it must have; may be repeated' },
    (given): given is string => given.indexOf('=') > 0,
    'a name, "=" and a value',
  ),
  value: text({ flag: 'value', value: 'decimal', about: 'fixed value of each conversion, such as 49.00' }),
  currency: text({ flag: 'currency', value: 'code', about: 'currency of the value, such as EUR' }),
  dataDir,
  json,
};

type GoalValues = Values<typeof settings>;

export function addGoalCommands(program: Command, output: Output): void {
  const parent = program.command('goal').description('goals: what counts as a conversion');

  addCommand(parent, output, {
    name: 'create',
    about: 'make a goal, and hold the stored history against it',
    examples: [
      'goalpost goal create --project ID --key docs --name "Docs" --type url --match prefix:/projects/ --count once',
      'goalpost goal create --project ID --key buy --name "Buy" --type click --selector "a.buy" --text "Buy now"',
      'goalpost goal create --project ID --key order --name "Order" --type event --event purchase --property plan=pro',
    ],
    settings,
    run: async (values) => {
      const parsed = parseGoal(toBody(values));
      if (!parsed.ok) throw new UsageError(parsed.faults.map(inFlags));
      const goal = await withStore(values.dataDir, async (store) => {
        const project = await findProject(store, values.project);
        if ((await store.goals.list(project.id)).length >= GOALS_MAX) {
          throw new UsageError([`the project has ${GOALS_MAX} goals, which is the most it can have; delete one first`]);
        }
        const created = await store.goals.create(project.id, parsed.goal);
        if (!created) throw new UsageError([`--key must be new; the project has a goal "${parsed.goal.key}"`]);
        return matchHistory(store, project.id, created);
      });
      if (values.json) printJson(output, presentGoal(goal));
      else printLine(output, `Goal ${goal.key} is made; ${goal.matching.total} stored events were held against it.`);
    },
  });

  addCommand(parent, output, {
    name: 'list',
    about: 'list the goals of a project, by key',
    examples: ['goalpost goal list --project ID', 'goalpost goal list --project ID --json'],
    settings: { project: projectId, dataDir, json },
    run: async (values) => {
      const goals = await withStore(values.dataDir, async (store) =>
        store.goals.list((await findProject(store, values.project)).id),
      );
      if (values.json) printJson(output, goals.map(presentGoal));
      else printTable(output, ['KEY', 'NAME', 'TYPE', 'COUNT', 'VERSION', 'MATCHING', 'RULE'], goals.map(toRow));
    },
  });

  addCommand(parent, output, {
    name: 'delete',
    argument: { name: 'key', about: 'key of the goal' },
    about: 'delete a goal and its conversions',
    examples: ['goalpost goal delete docs --project ID'],
    settings: { project: projectId, dataDir, json },
    run: async (values, _output, key) => {
      await withStore(values.dataDir, async (store) => {
        const project = await findProject(store, values.project);
        if (await store.goals.remove(project.id, key as GoalKey)) return;
        throw new UsageError([`the project has no goal "${key}" (see: goalpost goal list --project ${project.id})`]);
      });
      if (values.json) printJson(output, { key, deleted: true });
      else printLine(output, `Goal ${key} is deleted.`);
    },
  });
}

/** The body the API would take, so that both are checked by the same rules. */
function toBody(values: GoalValues): object {
  const { key, name, type, count, value, currency } = values;
  return { key, name, type, count, value, currency, rule: toRule(values) };
}

function toRule({ type, match, on, selector, text: wholeText, href, event, properties }: GoalValues): object {
  switch (type) {
    case 'url':
      return { ...toTextRule('--match', match), on };
    case 'click':
      return { selector, text: wholeText, href: href === null ? null : toTextRule('--href', href) };
    case 'event':
      return {
        name: event,
        ...(properties.length > 0 && { properties: Object.fromEntries(properties.map(split('='))) }),
      };
  }
}

/** "prefix:/projects/" */
function toTextRule(flag: string, given: string | null): object {
  if (given === null) throw new UsageError([`${flag} is required, such as ${flag} prefix:/thanks`]);
  const [match, pattern] = split(':')(given);
  if (pattern === undefined || !(TEXT_MATCHES as readonly string[]).includes(match)) {
    throw new UsageError([
      `${flag} must be ${MATCHES}, a colon, and a pattern, such as prefix:/thanks; got "${given}"`,
    ]);
  }
  return { match, pattern };
}

function split(separator: string): (text: string) => [string, string | undefined] {
  return (whole) => {
    const at = whole.indexOf(separator);
    return at < 0 ? [whole, undefined] : [whole.slice(0, at), whole.slice(at + 1)];
  };
}

const FLAGS: Readonly<Record<string, string>> = {
  'rule.pattern': '--match',
  'rule.selector': '--selector',
  'rule.text': '--text',
  'rule.href.pattern': '--href',
  'rule.name': '--event',
  rule: '--selector, --text or --href',
};

/** The same sentence, about the flag rather than the field. */
function inFlags({ path, sentence }: Fault): string {
  return sentence.replace(`The ${path} field`, FLAGS[path] ?? `--${path}`).replace(/\.$/, '');
}

/** A server on the same data would do this too, in the background; both may work at it. */
async function matchHistory(store: Store, project: ProjectId, created: Goal): Promise<Goal> {
  for (let goal: Goal | null = created; ; goal = await store.goals.find(project, created.key)) {
    if (!goal || goal.matching.state === 'done') return goal ?? created;
    await store.goals.work();
  }
}

function toRow({ key, name, type, count, version, matching, rule }: Goal): string[] {
  const progress = matching.state === 'done' ? 'done' : `${matching.matched} of ${matching.total}`;
  return [key, name, type, count, String(version), progress, JSON.stringify(rule)];
}
