import { useAnswer } from '../../api/answer.js';
import type { Goal, ReportData, ReportRow } from '../../api/types.js';
import { Spark } from '../../charts/spark.js';
import { Change } from '../../parts/change.js';
import { CopyCurl } from '../../parts/copy.js';
import { Icon } from '../../parts/icon.js';
import { Link } from '../../parts/link.js';
import { Menu } from '../../parts/menu.js';
import { Empty } from '../../parts/states.js';
import { changesTo } from '../../state/period.js';
import { mayWrite } from '../../state/project.js';
import { money, number, percent } from '../../texts/format.js';
import { t } from '../../texts/texts.js';
import { HEALTH_DAYS, healthCall, healthDays, healthPeriod, listCall } from './questions.js';
import { ruleText } from './rule-text.js';
import { silenceOf } from './silence.js';

/** All goals: what each means, what it brought in the last 30 days, and whether it still works. */
export function GoalTable({ goals }: { goals: readonly Goal[] }) {
  const health = useAnswer<{ data: ReportData }>(() => healthCall.value);
  const [byGoal, byDay] = health.value.data?.data.queries ?? [];
  return (
    <section class="card">
      <header>
        <h1>{t('page.goals')}</h1>
        {mayWrite.value && (
          <Link to={{ edited: '' }} class="button primary">
            {t('goal.new')}
          </Link>
        )}
        <Menu label={<Icon name="more" />} name={t('panel.more', { name: t('page.goals') })} class="button plain">
          <CopyCurl call={listCall} />
        </Menu>
      </header>
      {goals.length > 0 && <p class="about-section">{t('goal.figuresOf', { n: HEALTH_DAYS })}</p>}
      {goals.length === 0 ? (
        <Empty icon="goals" title={t('ledger.empty')}>
          {t('ledger.emptyHint')}
        </Empty>
      ) : (
        <div class="scroll">
          <table class="goals" aria-busy={health.value.isLoading && !byGoal}>
            <thead>
              <tr>
                <th scope="col">{t('ledger.goal')}</th>
                <th scope="col">{t('figure.conversions')}</th>
                <th scope="col">{t('ledger.change')}</th>
                <th scope="col" class="wide-only">
                  {t('column.conversion_rate')}
                </th>
                <th scope="col" class="wide-only">
                  {t('column.value')}
                </th>
                <th scope="col" class="trend-column wide-only">
                  {t('goal.lastDays', { n: HEALTH_DAYS })}
                </th>
              </tr>
            </thead>
            <tbody>
              {goals.map((goal) => (
                <Row
                  key={goal.key}
                  goal={goal}
                  row={byGoal?.rows.find(({ group }) => group.goal === goal.key) ?? null}
                  counts={byDay ? countsOf(goal.key, byDay.rows) : null}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {health.value.error && <p class="fault" role="alert">{`${t('state.refused')}: ${health.value.error.message}`}</p>}
    </section>
  );
}

function countsOf(key: string, rows: readonly ReportRow[]): readonly number[] {
  const counts = new Map(
    rows.flatMap(({ group, conversions }) => (group.goal === key ? [[group.day, conversions]] : [])),
  );
  return healthDays.value.map((day) => counts.get(day) ?? 0);
}

interface RowProps {
  readonly goal: Goal;
  readonly row: ReportRow | null;
  /** Conversions of each day; null while they are not there. */
  readonly counts: readonly number[] | null;
}

function Row({ goal, row, counts }: RowProps) {
  const silence = counts && silenceOf(counts);
  const values = Object.entries(row?.value ?? {});
  const name = (
    <>
      <Icon name={goal.type === 'url' ? 'visit' : goal.type} />
      <span>{goal.name}</span>
    </>
  );
  return (
    <tr class={silence ? 'silent' : ''}>
      <th scope="row">
        {mayWrite.value ? (
          <Link to={{ edited: goal.key }} title={t('goal.edit')}>
            {name}
          </Link>
        ) : (
          <span class="name">{name}</span>
        )}
        {silence && (
          <span class="badge" title={t('goal.silentHint', { n: silence.expected })}>
            {t('goal.silentFor', { n: silence.days })}
          </span>
        )}
        <span class="rule">{ruleText(goal)}</span>
        <Matching goal={goal} />
      </th>
      <td>
        {row ? (
          <Link
            to={{ view: 'sessions', goal: goal.key, converted: 'period', ...changesTo(healthPeriod.value) }}
            title={t('sessions.open')}
          >
            {number(row.conversions)}
          </Link>
        ) : (
          '–'
        )}
      </td>
      <td>{row && <Change now={row.conversions} before={row.before?.conversions ?? null} />}</td>
      <td class="wide-only">{percent(row?.conversion_rate ?? null, 2)}</td>
      <td class="wide-only">
        {values.length === 0
          ? '–'
          : values.map(([currency, amount]) => <div key={currency}>{money(amount, currency)}</div>)}
      </td>
      <td class="trend-column wide-only">{counts && <Spark values={counts} />}</td>
    </tr>
  );
}

/** How far stored history has been matched. */
function Matching({ goal: { name, matching } }: { goal: Goal }) {
  if (matching.state === 'done') return null;
  const { examined, total } = matching;
  return (
    <span class="matching">
      <progress max={Math.max(1, total)} value={examined} aria-label={t('goal.matchingOf', { goal: name })} />
      {t('goal.matching', { share: percent(total === 0 ? 0 : examined / total, 0) })}
    </span>
  );
}
