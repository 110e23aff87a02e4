import { Icon } from '../parts/icon.js';
import {
  clearFilters,
  type Filter,
  filters,
  goals,
  isFiltered,
  otherFilters,
  removeFilter,
  toggleGoal,
} from '../state/filters.js';
import { funnelSessions, NO_FUNNEL_SESSIONS } from '../state/funnel.js';
import { goalName } from '../state/goal-names.js';
import { go, parameter } from '../state/place.js';
import { propertyName, valueName } from '../texts/names.js';
import { t } from '../texts/texts.js';

const converted = parameter('converted');

/** The filters in force, each to be removed. */
export function FilterChips() {
  const isAny = isFiltered.value || converted.value !== null || funnelSessions.value !== null;
  if (!isAny) return null;
  const others = Object.keys(otherFilters.value);
  return (
    <ul class="chips" aria-label={t('filter.list')}>
      {goals.value.map((key) => (
        <Chip key={key} label={t('filter.goal', { goal: goalName(key) })} remove={() => toggleGoal(key)} />
      ))}
      {filters.value.map((filter) => (
        <Chip
          key={`${filter.property} ${filter.test} ${filter.value}`}
          label={sentence(filter)}
          remove={() => removeFilter(filter)}
        />
      ))}
      {others.length > 0 && (
        <Chip
          label={t('filter.others', { n: others.length, names: others.join(', ') })}
          remove={() => go({ also: null })}
        />
      )}
      {converted.value !== null && (
        <Chip
          label={t(converted.value === 'no' ? 'filter.unconverted' : 'filter.converted')}
          remove={() => go({ converted: null })}
        />
      )}
      {funnelSessions.value !== null && (
        <Chip
          label={t(`funnel.filter.${funnelSessions.value.sessions}`, { n: funnelSessions.value.step })}
          remove={() => go(NO_FUNNEL_SESSIONS)}
        />
      )}
      <li>
        <button type="button" class="button plain" title="Esc" onClick={clearFilters}>
          {t('filter.clear')}
        </button>
      </li>
    </ul>
  );
}

function sentence({ property, test, value }: Filter): string {
  return t(`filter.${test}`, { property: propertyName(property), value: valueName(property, value) });
}

function Chip({ label, remove }: { label: string; remove(): void }) {
  return (
    <li class="chip">
      <span>{label}</span>
      <button type="button" aria-label={t('filter.remove', { filter: label })} onClick={remove}>
        <Icon name="close" />
      </button>
    </li>
  );
}
