import { useAnswer } from '../api/answer.js';
import type { ReportData } from '../api/types.js';
import { Dialog } from '../parts/dialog.js';
import { SelectField, TextField } from '../parts/field.js';
import { Form, useDraft } from '../parts/form.js';
import { addFilter, PROPERTIES, type Property, TESTS, type Test } from '../state/filters.js';
import { opened } from '../state/opened.js';
import { period } from '../state/period.js';
import { propertyName, valueName } from '../texts/names.js';
import { t } from '../texts/texts.js';

const SUGGESTIONS = 100;
const close = () => {
  opened.value = null;
};

interface Draft {
  readonly property: Property;
  readonly test: Test;
  readonly text: string;
}

/** Adds a filter: by a value that there is in the period, or by any text. */
export function FilterDialog() {
  const [draft, change] = useDraft<Draft>({ property: 'source', test: 'is', text: '' });
  const { property, test } = draft.value;
  const report = useAnswer<{ data: ReportData }>(() => ({
    method: 'POST',
    path: 'reports/conversions',
    body: {
      start_date: period.value.from,
      end_date: period.value.to,
      group_by: [draft.value.property],
      sort: '-sessions',
      limit: SUGGESTIONS,
    },
  }));
  const values = (report.value.data?.data.rows ?? []).map(({ group }) => group[property]);
  const shown = values.flatMap((value) => (value == null ? [] : [{ value, name: valueName(property, value) }]));
  const add = () => {
    const text = draft.value.text.trim();
    addFilter({ property, test, value: shown.find(({ name }) => name === text)?.value ?? text });
    close();
  };
  return (
    <Dialog title={t('filter.add')} close={close}>
      <Form action={t('filter.apply')} isReady={draft.value.text.trim() !== ''} submit={add} close={close}>
        <div class="pair">
          <SelectField
            label={t('filter.property')}
            value={property}
            options={PROPERTIES}
            name={propertyName}
            change={(next) => change({ property: next, text: '' })}
          />
          <SelectField
            label={t('filter.test')}
            value={test}
            options={TESTS}
            name={(one) => t(`test.${one}`)}
            change={(next) => change({ test: next })}
          />
        </div>
        <TextField
          label={t('filter.value')}
          value={draft.value.text}
          list="filter-values"
          required
          autofocus
          change={(text) => change({ text })}
        />
        <datalist id="filter-values">
          {shown.map(({ value, name }) => (
            <option key={value} value={name} />
          ))}
        </datalist>
      </Form>
    </Dialog>
  );
}
