import { SelectField } from '../../parts/field.js';
import { Icon } from '../../parts/icon.js';
import { by, GROUPS, ORDERS, order, STEPS_MAX, stepOf, stepTexts, within } from '../../state/funnel.js';
import { goalKeys, goalName } from '../../state/goal-names.js';
import { go } from '../../state/place.js';
import { propertyName } from '../../texts/names.js';
import { t } from '../../texts/texts.js';

const WITHIN = ['', '1800', '3600', '86400'] as const;

/** The steps of the funnel, and how they are counted. What it says is in the address at once. */
export function Builder() {
  const texts = stepTexts.value;
  const change = (steps: readonly string[]) => go({ step: steps }, { replace: true });
  return (
    <section class="card builder" aria-label={t('funnel.steps')}>
      <header>
        <h2>{t('funnel.steps')}</h2>
      </header>
      <div class="fields">
        <ol>
          {texts.map((text, index) => (
            <Step
              key={index}
              number={index + 1}
              text={text}
              canLeave={texts.length > 2}
              change={(next) => change(texts.map((one, at) => (at === index ? next : one)))}
              raise={
                index === 0
                  ? null
                  : () =>
                      change(texts.map((one, at) => (at === index - 1 ? text : at === index ? texts[index - 1]! : one)))
              }
              remove={() => change(texts.filter((_, at) => at !== index))}
            />
          ))}
        </ol>
        {texts.length < STEPS_MAX && (
          <button type="button" class="button add" onClick={() => change([...texts, ''])}>
            {t('funnel.addStep')}
          </button>
        )}
        <SelectField
          label={t('funnel.order')}
          value={order.value}
          options={ORDERS}
          name={(one) => t(`funnel.order.${one}`)}
          change={(one) => go({ order: one === ORDERS[0] ? null : one }, { replace: true })}
        />
        <SelectField
          label={t('funnel.within')}
          value={String(within.value ?? '')}
          options={
            WITHIN.some((one) => one === String(within.value ?? '')) ? WITHIN : [...WITHIN, String(within.value)]
          }
          name={(seconds) => (seconds === '' ? t('funnel.anyTime') : t('funnel.minutes', { n: Number(seconds) / 60 }))}
          change={(seconds) => go({ within: seconds || null }, { replace: true })}
        />
        <SelectField
          label={t('funnel.by')}
          value={by.value ?? ''}
          options={['', ...GROUPS]}
          name={(property) => (property === '' ? t('funnel.notSplit') : propertyName(property))}
          change={(property) => go({ by: property || null }, { replace: true })}
        />
      </div>
    </section>
  );
}

interface StepProps {
  readonly number: number;
  /** As the address has it. */
  readonly text: string;
  readonly canLeave: boolean;
  change(text: string): void;
  /** Null for the first. */
  readonly raise: (() => void) | null;
  remove(): void;
}

function Step({ number: n, text, canLeave, change, raise, remove }: StepProps) {
  const isPage = text.startsWith('/');
  const step = stepOf(text);
  const other = step && 'name' in step && !isPage ? step.name : null;
  const keys = goalKeys();
  const options = [...keys, ...(step && 'goal' in step && !keys.includes(step.goal) ? [step.goal] : [])];
  return (
    <li>
      <span class="number" aria-hidden="true">
        {n}
      </span>
      <div class="what">
        <select
          aria-label={t('funnel.step', { n })}
          value={isPage ? '/' : text}
          onChange={({ currentTarget }) => change(currentTarget.value)}
        >
          <option value="">{t('funnel.chooseStep')}</option>
          <option value="/">{t('funnel.page')}</option>
          {other !== null && <option value={text}>{other}</option>}
          <optgroup label={t('page.goals')}>
            {options.map((key) => (
              <option key={key} value={key}>
                {goalName(key)}
              </option>
            ))}
          </optgroup>
        </select>
        {isPage && (
          <input
            aria-label={t('funnel.pathOf', { n })}
            title={t('funnel.pathHint')}
            value={text}
            spellcheck={false}
            autocomplete="off"
            onChange={({ currentTarget }) => change(`/${currentTarget.value.trim().replace(/^\/+/, '')}`)}
          />
        )}
      </div>
      <button
        type="button"
        class="button plain"
        aria-label={t('funnel.raise', { n })}
        title={t('funnel.raise', { n })}
        disabled={raise === null}
        onClick={() => raise?.()}
      >
        <Icon name="up" />
      </button>
      <button
        type="button"
        class="button plain"
        aria-label={t('funnel.removeStep', { n })}
        title={t('funnel.removeStep', { n })}
        disabled={!canLeave}
        onClick={remove}
      >
        <Icon name="close" />
      </button>
    </li>
  );
}
