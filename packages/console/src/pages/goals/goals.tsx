import { useSignal, useSignalEffect } from '@preact/signals';
import { useAnswer } from '../../api/answer.js';
import type { Goal } from '../../api/types.js';
import { Empty, Failure, Loading } from '../../parts/states.js';
import { go, parameter } from '../../state/place.js';
import { mayWrite } from '../../state/project.js';
import { t } from '../../texts/texts.js';
import { Editor } from './editor.js';
import { GoalTable } from './goal-table.js';
import { listCall } from './questions.js';

/** The key of the goal that is edited; empty for a new one. */
const edited = parameter('edited');
const POLL_MS = 2000;

/** All goals with their health, or the editor of one. */
export default function Goals() {
  const answer = useAnswer<{ data: readonly Goal[] }>(() => listCall);
  const warnings = useSignal<readonly string[]>([]);
  const { data, error } = answer.value;
  const goals = data?.data;
  // History is matched in the background; until that is done, the list shows how far it is.
  useSignalEffect(() => {
    const isRunning = answer.value.data?.data.some(({ matching }) => matching.state === 'running');
    if (!isRunning || answer.value.isLoading) return;
    const timer = setTimeout(answer.again, POLL_MS);
    return () => clearTimeout(timer);
  });
  if (error && !goals) return <Failure error={error} again={answer.again} />;
  if (!goals) {
    return (
      <section class="card">
        <Loading lines={10} />
      </section>
    );
  }
  if (edited.value !== null && mayWrite.value) {
    const goal = goals.find(({ key }) => key === edited.value) ?? null;
    if (edited.value !== '' && !goal) {
      return (
        <section class="card">
          <Empty icon="goals" title={t('goal.gone')}>
            <button type="button" class="button" onClick={() => go({ edited: null })}>
              {t('goal.all')}
            </button>
          </Empty>
        </section>
      );
    }
    return (
      <Editor
        key={edited.value}
        goal={goal}
        done={(given) => {
          warnings.value = given;
          answer.again();
          go({ edited: null });
        }}
      />
    );
  }
  return (
    <>
      {warnings.value.length > 0 && (
        <ul class="notice" role="status">
          {warnings.value.map((one) => (
            <li key={one}>{one}</li>
          ))}
        </ul>
      )}
      <GoalTable key={statesOf(goals)} goals={goals} />
    </>
  );
}

/** Changes when conversions are there that were not there before. */
function statesOf(goals: readonly Goal[]): string {
  return JSON.stringify(goals.map(({ key, version, matching }) => [key, version, matching.state]));
}
