import { useSignal } from '@preact/signals';
import { useChange } from '../../api/change.js';
import { keyFor } from '../../api/key-for.js';
import type { Goal } from '../../api/types.js';
import { ChoiceField, SelectField, TextField } from '../../parts/field.js';
import { Form, useDraft } from '../../parts/form.js';
import { Icon } from '../../parts/icon.js';
import { loadGoalNames } from '../../state/goal-names.js';
import { go } from '../../state/place.js';
import { t } from '../../texts/texts.js';
import { DeleteGoal } from './delete-goal.js';
import { bodyOf, COUNTS, type Draft, draftOf, ruleOf, TYPES, VALUES_FROM } from './draft.js';
import { Preview, usePreview } from './preview.js';
import { goalCall } from './questions.js';
import { RuleFields } from './rule-fields.js';

interface Props {
  /** Null: a new goal. */
  readonly goal: Goal | null;
  /** Called when the goal was saved or deleted, with what the server warned of. */
  done(warnings: readonly string[]): void;
}

/** Defines a goal. Beside it stands what the rule would have matched, while somebody types. */
export function Editor({ goal, done }: Props) {
  const [draft, change] = useDraft(draftOf(goal));
  const isKeyOpen = useSignal(false);
  const isDeleting = useSignal(false);
  const saving = useChange();
  const preview = usePreview(draft);
  const one = draft.value;
  const faults = { ...preview.answer.value.error?.faults, ...saving.error?.faults };
  const save = async () => {
    const body = bodyOf(one, goal === null);
    const answer = await saving.run<{ warnings?: readonly string[] }>(
      goal ? goalCall(goal.key, 'PATCH', body) : { method: 'POST', path: 'goals', body },
    );
    if (answer === null) return;
    loadGoalNames();
    done(answer.warnings ?? []);
  };
  const isRuleChanged = goal !== null && isDifferent(one, draftOf(goal));
  return (
    <div class="editor">
      <section class="card" aria-labelledby="editor-title">
        <header>
          <h1 id="editor-title">{goal ? t('goal.editOf', { goal: goal.name }) : t('goal.new')}</h1>
          {goal && (
            <button
              type="button"
              class="button plain"
              onClick={() => {
                isDeleting.value = true;
              }}
            >
              {t('goal.delete')}
            </button>
          )}
        </header>
        <Form
          changing={saving}
          action={t(goal ? 'goal.save' : 'goal.create')}
          isReady={ruleOf(one) !== null}
          submit={save}
          close={() => go({ edited: null })}
        >
          <TextField
            label={t('goal.name')}
            value={one.name}
            required
            autofocus
            maxLength={120}
            faults={faults.name}
            hint={
              goal ? (
                t('goal.keyIs', { key: goal.key })
              ) : isKeyOpen.value ? undefined : (
                <>
                  {t('goal.keyWillBe', { key: one.key || keyFor(one.name) || '…' })}{' '}
                  <button
                    type="button"
                    class="inline"
                    onClick={() => {
                      isKeyOpen.value = true;
                    }}
                  >
                    {t('goal.chooseKey')}
                  </button>
                </>
              )
            }
            change={(name) => change({ name })}
          />
          {!goal && (isKeyOpen.value || faults.key) && (
            <TextField
              label={t('goal.key')}
              value={one.key}
              placeholder={keyFor(one.name)}
              maxLength={63}
              faults={faults.key}
              hint={t('goal.keyHint')}
              change={(key) => change({ key })}
            />
          )}
          <ChoiceField
            label={t('goal.type')}
            value={one.type}
            options={TYPES}
            name={(type) => (
              <>
                <Icon name={type === 'url' ? 'visit' : type} />
                {t(`goal.type.${type}`)}
              </>
            )}
            change={(type) => change({ type })}
          />
          <RuleFields draft={one} faults={faults} change={change} />
          <SelectField
            label={t('goal.count')}
            value={one.count}
            options={COUNTS}
            name={(count) => t(`goal.count.${count}`)}
            change={(count) => change({ count })}
          />
          <SelectField
            label={t('goal.valueFrom')}
            value={one.valueFrom}
            options={goal ? VALUES_FROM.filter((from) => from !== 'usual') : VALUES_FROM}
            name={(from) => t(`goal.valueFrom.${from}`)}
            faults={faults.value_from}
            change={(valueFrom) => change({ valueFrom })}
          />
          {one.valueFrom === 'goal' && (
            <div class="pair">
              <TextField
                label={t('goal.value')}
                value={one.value}
                required
                inputmode="decimal"
                placeholder="49.00"
                faults={faults.value}
                change={(value) => change({ value })}
              />
              <TextField
                label={t('goal.currency')}
                value={one.currency}
                required
                maxLength={3}
                faults={faults.currency}
                change={(currency) => change({ currency })}
              />
            </div>
          )}
          {isRuleChanged && <p class="hint">{t('goal.newVersion')}</p>}
        </Form>
      </section>
      <Preview draft={one} preview={preview} />
      {isDeleting.value && goal && (
        <DeleteGoal
          goal={goal}
          done={() => done([])}
          close={() => {
            isDeleting.value = false;
          }}
        />
      )}
    </div>
  );
}

/** Whether the server will match history again. */
function isDifferent(one: Draft, other: Draft): boolean {
  const text = (draft: Draft) => JSON.stringify([draft.type, ruleOf(draft), draft.count]);
  return text(one) !== text(other);
}
