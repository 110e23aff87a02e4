import type { ReportRow } from '../../api/types.js';
import { amountIn } from '../../parts/change.js';
import { ToSessions } from '../../parts/to-sessions.js';
import { addFilter, changesToAdd } from '../../state/filters.js';
import { number, percent, shortNumber, valueIn } from '../../texts/format.js';
import { propertyName, valueName } from '../../texts/names.js';
import { t } from '../../texts/texts.js';
import { type Group, sort, sortBy } from './questions.js';

/** Below it a rate is chance more than anything else. */
const FEW_SESSIONS = 30;

interface Props {
  readonly group: Group;
  readonly rows: readonly ReportRow[];
  readonly currency: string | null;
  /** Called when a row was chosen as a filter. */
  onFilter?(): void;
}

/** The values of a property: how many sessions each had, how many of them converted, how often, and for how much. */
export function Breakdown({ group, rows, currency, onFilter }: Props) {
  const columns = [
    'sessions',
    'converted_sessions',
    'conversion_rate',
    ...(currency === null ? [] : [`value:${currency}`]),
  ];
  const measure = (row: ReportRow) => measureOf(row, sort.value.replace('-', ''));
  const most = Math.max(...rows.map(measure));
  return (
    <table class="breakdown">
      <thead>
        <tr>
          <th scope="col">{propertyName(group)}</th>
          {columns.map((column) => (
            <th
              key={column}
              scope="col"
              aria-sort={sort.value === `-${column}` ? 'descending' : sort.value === column ? 'ascending' : 'none'}
            >
              <button type="button" onClick={() => sortBy(column)}>
                {t(`column.${column.split(':')[0] as 'sessions'}`)}
              </button>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row
            key={row.group[group]}
            group={group}
            row={row}
            currency={currency}
            share={most > 0 ? measure(row) / most : 0}
            onFilter={onFilter}
          />
        ))}
      </tbody>
    </table>
  );
}

function measureOf(row: ReportRow, column: string): number {
  if (column.startsWith('value:')) return amountIn(row, column.slice('value:'.length));
  return row[column as 'sessions' | 'converted_sessions' | 'conversion_rate'] ?? 0;
}

interface RowProps {
  readonly group: Group;
  readonly row: ReportRow;
  readonly currency: string | null;
  /** Of the longest bar, from 0 to 1. */
  readonly share: number;
  readonly onFilter: Props['onFilter'] | undefined;
}

function Row({ group, row, currency, share, onFilter }: RowProps) {
  const value = row.group[group] ?? null;
  const name = valueName(group, value);
  const choose = (event: MouseEvent) => {
    addFilter({ property: group, test: event.altKey ? 'is_not' : 'is', value });
    onFilter?.();
  };
  const sessions = changesToAdd({ property: group, test: 'is', value });
  const isFew = row.sessions < FEW_SESSIONS;
  return (
    <tr class={isFew ? 'few' : ''}>
      <th scope="row">
        <i class="meter" style={{ inlineSize: `${share * 100}%` }} />
        <button
          type="button"
          title={`${name}\n${t('panel.filterHint')}`}
          class={value === null ? 'none' : ''}
          onClick={choose}
        >
          {name}
        </button>
      </th>
      <td>
        <ToSessions to={{ ...sessions, converted: null }}>{shortNumber(row.sessions)}</ToSessions>
      </td>
      <td>
        <ToSessions to={{ ...sessions, converted: 'yes' }}>{number(row.converted_sessions)}</ToSessions>
      </td>
      <td class="rate" title={isFew ? t('panel.few', { n: FEW_SESSIONS }) : undefined}>
        {percent(row.conversion_rate)}
        {isFew && <span class="hidden">{t('panel.few', { n: FEW_SESSIONS })}</span>}
      </td>
      {currency !== null && <td>{valueIn(row, currency, true)}</td>}
    </tr>
  );
}
