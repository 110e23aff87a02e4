import { useSignal } from '@preact/signals';
import { useAnswer } from '../api/answer.js';
import type { ReportData } from '../api/types.js';
import { Dialog } from '../parts/dialog.js';
import { addFilter, PROPERTIES, type Property, TESTS, type Test } from '../state/filters.js';
import { opened } from '../state/opened.js';
import { period } from '../state/period.js';
import { propertyName, valueName } from '../texts/names.js';
import { t } from '../texts/texts.js';

const SUGGESTIONS = 100;
const close = () => {
  opened.value = null;
};

/** Adds a filter: by a value that there is in the period, or by any text. */
export function FilterDialog() {
  const property = useSignal<Property>('source');
  const test = useSignal<Test>('is');
  const written = useSignal('');
  const report = useAnswer<{ data: ReportData }>(() => ({
    method: 'POST',
    path: 'reports/conversions',
    body: {
      start_date: period.value.from,
      end_date: period.value.to,
      group_by: [property.value],
      sort: '-sessions',
      limit: SUGGESTIONS,
    },
  }));
  const values = (report.value.data?.data.rows ?? []).map(({ group }) => group[property.value]);
  const shown = values.flatMap((value) => (value == null ? [] : [{ value, name: valueName(property.value, value) }]));
  const add = (event: Event) => {
    event.preventDefault();
    const text = written.value.trim();
    if (text === '') return;
    addFilter({
      property: property.value,
      test: test.value,
      value: shown.find(({ name }) => name === text)?.value ?? text,
    });
    close();
  };
  return (
    <Dialog title={t('filter.add')} close={close}>
      <form class="filter-form" onSubmit={add}>
        <label>
          {t('filter.property')}
          <select
            value={property.value}
            onChange={({ currentTarget }) => {
              property.value = PROPERTIES[currentTarget.selectedIndex]!;
              written.value = '';
            }}
          >
            {PROPERTIES.map((one) => (
              <option key={one} value={one}>
                {propertyName(one)}
              </option>
            ))}
          </select>
        </label>
        <label>
          {t('filter.test')}
          <select
            value={test.value}
            onChange={({ currentTarget }) => {
              test.value = TESTS[currentTarget.selectedIndex]!;
            }}
          >
            {TESTS.map((one) => (
              <option key={one} value={one}>
                {t(`test.${one}`)}
              </option>
            ))}
          </select>
        </label>
        <label class="value">
          {t('filter.value')}
          <input
            list="filter-values"
            autocomplete="off"
            required
            value={written.value}
            onInput={({ currentTarget }) => {
              written.value = currentTarget.value;
            }}
          />
          <datalist id="filter-values">
            {shown.map(({ value, name }) => (
              <option key={value} value={name} />
            ))}
          </datalist>
        </label>
        <button type="submit" class="button primary">
          {t('filter.apply')}
        </button>
      </form>
    </Dialog>
  );
}
