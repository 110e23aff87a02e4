import { Icon } from '../parts/icon.js';
import { opened } from '../state/opened.js';
import { COMPARISONS, compareWith, comparison, move, neighbour, period, thisDay } from '../state/period.js';
import { maySeeAll } from '../state/project.js';
import { t } from '../texts/texts.js';
import { FilterChips } from './filter-chips.js';
import { PeriodMenu } from './period-menu.js';
import { ViewsMenu } from './views-menu.js';

/** Which sessions the page is about: when, compared with what, and which of them. */
export function PeriodBar({ isCompared }: { isCompared: boolean }) {
  const isLast = neighbour(period.value, 1).from > thisDay.value;
  return (
    <div class="bar">
      <div class="group">
        <button
          type="button"
          class="button"
          aria-label={t('period.before')}
          title={`${t('period.before')} (←)`}
          onClick={() => move(-1)}
        >
          <Icon name="left" />
        </button>
        <PeriodMenu />
        <button
          type="button"
          class="button"
          aria-label={t('period.after')}
          title={`${t('period.after')} (→)`}
          disabled={isLast}
          onClick={() => move(1)}
        >
          <Icon name="right" />
        </button>
      </div>
      {isCompared && (
        <label class="select">
          <span class="hidden">{t('compare.title')}</span>
          <Icon name="compare" />
          <select
            value={comparison.value}
            onChange={({ currentTarget }) => compareWith(COMPARISONS[currentTarget.selectedIndex]!)}
          >
            {COMPARISONS.map((one) => (
              <option key={one} value={one}>
                {t(`compare.${one}`)}
              </option>
            ))}
          </select>
        </label>
      )}
      <button
        type="button"
        class="button"
        title={`${t('filter.add')} (F)`}
        onClick={() => {
          opened.value = 'filter';
        }}
      >
        <Icon name="filter" />
        {t('filter.title')}
      </button>
      {maySeeAll.value && <ViewsMenu />}
      <FilterChips />
    </div>
  );
}
