import { useSignal } from '@preact/signals';
import type { ReportData } from '../../api/types.js';
import { type Point, Trend } from '../../charts/trend.js';
import { CopyCurl } from '../../parts/copy.js';
import { Icon } from '../../parts/icon.js';
import { closeMenu, Menu } from '../../parts/menu.js';
import { notes } from '../../state/notes.js';
import { opened } from '../../state/opened.js';
import { comparison, divideBy, type Interval, interval, intervalsFor, period, thisDay } from '../../state/period.js';
import { mayWrite } from '../../state/project.js';
import { time } from '../../texts/format.js';
import { t } from '../../texts/texts.js';
import { figure, figureText, type Metric } from './figures.js';
import { NoteList } from './note-list.js';
import { totalsCall } from './questions.js';

interface Props {
  readonly data: ReportData;
  readonly metric: Metric;
  readonly currency: string | null;
}

/** One figure over time, as a chart and as a table. */
export function TrendCard({ data, metric, currency }: Props) {
  const isTable = useSignal(false);
  const unit = unitOf(data);
  const isCompared = comparison.value !== 'none';
  const rows = data.rows ?? [];
  const labels = rows.map(({ group }) => group[unit]!);
  const noted = notes.value.map(({ date, text }) => ({ text, index: indexOf(date, labels) }));
  const points = rows.map(({ before, ...figures }, index): Point => {
    const label = labels[index]!;
    return {
      label: time(label, unit),
      title: time(label, unit, true),
      now: isToCome(label, unit) ? null : figure(figures, metric, currency),
      before: before ? figure(before, metric, currency) : null,
      notes: noted.flatMap((note) => (note.index === index ? [note.text] : [])),
    };
  });
  const text = (value: number | null) => figureText(value, metric, currency);
  const isUnfinished = period.value.from <= thisDay.value && thisDay.value <= period.value.to;
  return (
    <section class="card trend-card" aria-label={t('trend.title')}>
      <header>
        <h2>{t(`figure.${metric}`)}</h2>
        <p class="legend">
          <span class="now">{t('trend.now')}</span>
          {isCompared && <span class="then">{t(`compare.${comparison.value}`)}</span>}
        </p>
        <label class="select small">
          <span class="hidden">{t('trend.interval')}</span>
          <select value={interval.value} onChange={({ currentTarget }) => divideBy(currentTarget.value as Interval)}>
            {intervalsFor(period.value).map((one) => (
              <option key={one} value={one}>
                {t(`interval.${one}`)}
              </option>
            ))}
          </select>
        </label>
        <Menu label={<Icon name="more" />} name={t('panel.more', { name: t(`figure.${metric}`) })} class="button plain">
          <button
            type="button"
            class="item"
            aria-pressed={isTable.value}
            onClick={() => {
              isTable.value = !isTable.value;
            }}
          >
            <Icon name="table" />
            {t('trend.table')}
          </button>
          {mayWrite.value && (
            <button
              type="button"
              class="item"
              onClick={({ currentTarget }) => {
                closeMenu(currentTarget);
                opened.value = 'note';
              }}
            >
              <Icon name="note" />
              {t('note.add')}
              <kbd>N</kbd>
            </button>
          )}
          <CopyCurl call={totalsCall.value} />
        </Menu>
      </header>
      {isTable.value ? (
        <div class="scroll">
          <table class="figures">
            <thead>
              <tr>
                <th scope="col">{t(`interval.${unit}`)}</th>
                <th scope="col">{t('trend.now')}</th>
                {isCompared && <th scope="col">{t(`compare.${comparison.value}`)}</th>}
              </tr>
            </thead>
            <tbody>
              {points.map(({ title, now, before }) => (
                <tr key={title}>
                  <th scope="row">{title}</th>
                  <td>{text(now)}</td>
                  {isCompared && <td>{text(before)}</td>}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : (
        <Trend
          name={t(`figure.${metric}`)}
          points={points}
          isUnfinished={isUnfinished}
          isCompared={isCompared}
          isWhole={metric !== 'conversion_rate' && metric !== 'value'}
          format={(value) => figureText(value, metric, currency, true)}
        />
      )}
      <NoteList />
    </section>
  );
}

/** The interval of an answer, which may be that of the question before. */
function unitOf({ rows }: ReportData): Interval {
  return (Object.keys(rows?.[0]?.group ?? {})[0] as Interval | undefined) ?? interval.value;
}

/** The time that a day belongs to: its first hour, itself, or its week or month. */
function indexOf(date: string, labels: readonly string[]): number {
  const first = labels.findIndex((label) => label.startsWith(date));
  return first === -1 ? labels.findLastIndex((label) => label <= date) : first;
}

/** Whether a time begins after now. */
function isToCome(label: string, unit: Interval): boolean {
  return unit === 'hour' ? Date.parse(label) > Date.now() : label > thisDay.value;
}
