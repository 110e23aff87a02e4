import type { ReportData, ReportRow } from '../../api/types.js';
import { Spark } from '../../charts/spark.js';
import { Change } from '../../parts/change.js';
import { CopyCurl } from '../../parts/copy.js';
import { Icon } from '../../parts/icon.js';
import { Link } from '../../parts/link.js';
import { Menu } from '../../parts/menu.js';
import { Empty, Loading } from '../../parts/states.js';
import { ToSessions } from '../../parts/to-sessions.js';
import { goals, toggleGoal } from '../../state/filters.js';
import { goalName } from '../../state/goal-names.js';
import { comparison } from '../../state/period.js';
import { mayWrite } from '../../state/project.js';
import { number, percent, valueIn } from '../../texts/format.js';
import { t } from '../../texts/texts.js';
import { panelCall, sparkInterval } from './questions.js';

interface Props {
  /** The answer to the panels' queries; null while it is not there. */
  readonly data: ReportData | null;
  readonly currency: string | null;
}

/** All goals with what they brought. A goal that had conversions before and has none now stands out. */
export function Ledger({ data, currency }: Props) {
  const [byGoal, axis, byTime] = data?.queries ?? [];
  const isCompared = comparison.value !== 'none';
  return (
    <section class="card ledger" aria-label={t('ledger.title')}>
      <header>
        <h2>{t('ledger.title')}</h2>
        <Menu label={<Icon name="more" />} name={t('panel.more', { name: t('ledger.title') })} class="button plain">
          <CopyCurl call={panelCall('goal')} />
        </Menu>
      </header>
      {!byGoal ? (
        <Loading lines={4} />
      ) : byGoal.rows.length === 0 ? (
        <Empty icon="goals" title={t('ledger.empty')}>
          {t('ledger.emptyHint')}{' '}
          {mayWrite.value && (
            <Link to={{ view: 'goals', edited: '' }} class="inline">
              {t('goal.new')}
            </Link>
          )}
        </Empty>
      ) : (
        <div class="scroll">
          <table class="figures">
            <thead>
              <tr>
                <th scope="col">{t('ledger.goal')}</th>
                <th scope="col">{t('figure.conversions')}</th>
                {isCompared && <th scope="col">{t('ledger.change')}</th>}
                <th scope="col" class="wide-only">
                  {t('column.converted_sessions')}
                </th>
                <th scope="col">{t('column.conversion_rate')}</th>
                {currency !== null && <th scope="col">{t('column.value')}</th>}
                <th scope="col" class="trend-column wide-only">
                  {t('trend.title')}
                </th>
              </tr>
            </thead>
            <tbody>
              {byGoal.rows.map((row) => (
                <Goal
                  key={row.group.goal}
                  row={row}
                  values={seriesOf(row.group.goal!, axis?.rows ?? [], byTime?.rows ?? [])}
                  currency={currency}
                  isCompared={isCompared}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

/** The conversions of a goal at each time of the axis. */
function seriesOf(key: string, axis: readonly ReportRow[], rows: readonly ReportRow[]): readonly number[] {
  const unit = Object.keys(axis[0]?.group ?? {})[0] ?? sparkInterval.value;
  const counts = new Map(rows.flatMap((row) => (row.group.goal === key ? [[row.group[unit], row.conversions]] : [])));
  return axis.map(({ group }) => counts.get(group[unit]) ?? 0);
}

interface GoalProps {
  readonly row: ReportRow;
  readonly values: readonly number[];
  readonly currency: string | null;
  readonly isCompared: boolean;
}

function Goal({ row, values, currency, isCompared }: GoalProps) {
  const key = row.group.goal!;
  const isSilent = row.conversions === 0 && (row.before?.conversions ?? 0) > 0;
  return (
    <tr class={isSilent ? 'silent' : ''}>
      <th scope="row">
        <button
          type="button"
          aria-pressed={goals.value.includes(key)}
          title={t('ledger.filterHint')}
          onClick={() => toggleGoal(key)}
        >
          {goalName(key)}
        </button>
        {isSilent && (
          <span class="badge" title={t('ledger.silentHint', { n: row.before!.conversions })}>
            {t('ledger.silent')}
          </span>
        )}
      </th>
      <td>
        <ToSessions to={{ goal: key, converted: 'period' }}>{number(row.conversions)}</ToSessions>
      </td>
      {isCompared && (
        <td>
          <Change now={row.conversions} before={row.before?.conversions ?? null} />
        </td>
      )}
      <td class="wide-only">
        <ToSessions to={{ goal: key, converted: 'yes' }}>{number(row.converted_sessions)}</ToSessions>
      </td>
      <td>{percent(row.conversion_rate, (row.conversion_rate ?? 0) < 0.1 ? 2 : 1)}</td>
      {currency !== null && <td>{valueIn(row, currency)}</td>}
      <td class="trend-column wide-only">
        <Spark values={values} />
      </td>
    </tr>
  );
}
