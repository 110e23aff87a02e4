import { useAnswer } from '../../api/answer.js';
import { useChange } from '../../api/change.js';
import type { Goal, ReportData } from '../../api/types.js';
import { Dialog } from '../../parts/dialog.js';
import { Form } from '../../parts/form.js';
import { loadGoalNames } from '../../state/goal-names.js';
import { t } from '../../texts/texts.js';
import { everCall, goalCall } from './questions.js';

interface Props {
  readonly goal: Goal;
  done(): void;
  close(): void;
}

/** Asks before a goal is deleted, and says what goes with it. */
export function DeleteGoal({ goal, done, close }: Props) {
  const ever = useAnswer<{ data: ReportData }>(() => everCall(goal.key));
  const deleting = useChange();
  const conversions = ever.value.data?.data.totals.conversions;
  const remove = async () => {
    if ((await deleting.run(goalCall(goal.key, 'DELETE'))) === null) return;
    loadGoalNames();
    done();
  };
  return (
    <Dialog title={t('goal.deleteOf', { goal: goal.name })} close={close}>
      <Form changing={deleting} action={t('goal.delete')} isDangerous submit={remove} close={close}>
        <p>{conversions === undefined ? t('goal.takes') : t('goal.takesConversions', { n: conversions })}</p>
        <p>{t('goal.keeps')}</p>
      </Form>
    </Dialog>
  );
}
