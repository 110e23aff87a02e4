import type { Command } from 'commander';
import { noteCommand } from '../../../access/audit-log.js';
import { changeGoal } from '../../../goals/definition.js';
import { updateGoal } from '../../../goals/update.js';
import { COUNTING_MODES, GOAL_TYPES, VALUES_FROM } from '../../../model/goal.js';
import type { GoalKey } from '../../../model/ids.js';
import { choice, optional, text } from '../../../settings/kinds.js';
import type { Values } from '../../../settings/setting.js';
import { addCommand, json } from '../../command.js';
import { matchHistory } from '../../match-history.js';
import type { Output } from '../../output.js';
import { findProject, noGoal, projectSetting } from '../../project-setting.js';
import { UsageError } from '../../settings.js';
import { storeSettings, withStore } from '../../store-settings.js';
import { isRuleGiven, parsedFromFlags, ruleFlags, ruleFromFlags } from './flags.js';
import { printSaved } from './print-saved.js';

/** The word that removes a value. */
const NONE = 'none';

const changeFlags = {
  name: text({ flag: 'name', about: 'name for people' }),
  count: optional(choice({ flag: 'count', about: 'every matching event, or once per session' }, COUNTING_MODES)),
  ...ruleFlags,
  type: optional(choice({ flag: 'type', about: 'what converts (default: as before)' }, GOAL_TYPES)),
  value: text({
    flag: 'value',
    value: 'decimal',
    about: `fixed value of each conversion, such as 49.00; "${NONE}" removes it and its currency`,
  }),
  currency: text({ flag: 'currency', value: 'code', about: 'currency of the value, such as EUR' }),
  valueFrom: optional(choice({ flag: 'value-from', about: 'where the value comes from' }, VALUES_FROM)),
};

export function addGoalUpdate(parent: Command, output: Output): void {
  addCommand(parent, output, {
    name: 'update',
    argument: { name: 'key', about: 'key of the goal' },
    about:
      'change a goal and match it against the stored events; what is not given stays, and a rule is replaced as a whole',
    examples: [
      'goalpost goal update docs --project ID --name "Documentation" --count once',
      'goalpost goal update docs --project ID --match prefix:/docs/',
      `goalpost goal update buy --project ID --value ${NONE}`,
    ],
    settings: { project: projectSetting, ...changeFlags, ...storeSettings, json },
    run: async (values, _output, key) => {
      if (Object.keys(changesFrom(values)).length === 0 && !isRuleGiven(values)) {
        throw new UsageError([
          'there is nothing to change; give --name, --count, --value, --currency, --value-from or the flags of a rule',
        ]);
      }
      let version = 0;
      const goal = await withStore(values, output, async (store) => {
        const project = await findProject(store, values.project);
        const changed = await updateGoal(store, project.id, key as GoalKey, (current, ownValue) => {
          version = current.version;
          const rule = isRuleGiven(values) ? { ...values, type: values.type ?? current.type } : null;
          const patch = { ...changesFrom(values), ...(rule && ruleFromFlags(rule)) };
          return parsedFromFlags(rule, changeGoal(current, patch, ownValue)).goal;
        });
        if (changed === null) throw noGoal(key, project.id);
        await noteCommand(store, project.id, { change: 'goal.updated', subject: changed.key });
        return matchHistory(store, project.id, changed);
      });
      printSaved(output, goal, 'Changed', { ...values, isMatched: goal.version !== version });
    },
  });
}

/** The fields of a PATCH that the flags name, without the rule. */
function changesFrom({ name, count, value, currency, valueFrom }: Values<typeof changeFlags>): object {
  return {
    ...(name !== null && { name }),
    ...(count !== null && { count }),
    ...(value !== null && (value === NONE ? { value: null, currency: null } : { value })),
    ...(currency !== null && { currency }),
    ...(valueFrom !== null && { value_from: valueFrom }),
  };
}
