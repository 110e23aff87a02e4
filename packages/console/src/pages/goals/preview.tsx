import { type Signal, useSignal, useSignalEffect } from '@preact/signals';
import { useAnswer } from '../../api/answer.js';
import type { GoalPreview } from '../../api/types.js';
import { Bars } from '../../charts/bars.js';
import { CopyCurl } from '../../parts/copy.js';
import { Icon } from '../../parts/icon.js';
import { Link } from '../../parts/link.js';
import { Menu } from '../../parts/menu.js';
import { Empty, Failure, Loading } from '../../parts/states.js';
import { timeZone } from '../../state/project.js';
import { day, moment, number, percent } from '../../texts/format.js';
import { t } from '../../texts/texts.js';
import type { Draft } from './draft.js';
import { examplePartsOf } from './marked.js';
import { HEALTH_DAYS, healthDays, previewCall } from './questions.js';

/** A rule is tried when nobody has typed for this time. */
const PAUSE_MS = 350;

/** What the rule of a draft would have matched, asked again while the draft changes. */
export function usePreview(draft: Signal<Draft>) {
  const settled = useSignal(draft.peek());
  useSignalEffect(() => {
    const next = draft.value;
    const timer = setTimeout(() => {
      settled.value = next;
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  });
  const answer = useAnswer<{ data: GoalPreview }>(() => previewCall(settled.value));
  return { settled, answer };
}

interface Props {
  readonly draft: Draft;
  readonly preview: ReturnType<typeof usePreview>;
}

export function Preview({ draft, preview: { settled, answer } }: Props) {
  const asked = previewCall(draft);
  const { data, error, isLoading } = answer.value;
  const found = data?.data;
  // The answer is about what was there before the last key.
  const isBehind = isLoading || draft !== settled.value;
  return (
    <section class="card preview" aria-label={t('preview.title')} aria-busy={asked !== null && isBehind}>
      <header>
        <h2>{t('preview.title')}</h2>
        {asked && (
          <Menu label={<Icon name="more" />} name={t('panel.more', { name: t('preview.title') })} class="button plain">
            <CopyCurl call={asked} />
          </Menu>
        )}
      </header>
      {asked === null ? (
        <Empty icon="search" title={t('preview.nothing')}>
          {t('preview.nothingHint', { n: HEALTH_DAYS })}
        </Empty>
      ) : error?.status === 422 ? (
        <Empty icon="warning" title={t('preview.refused')}>
          {error.message}
        </Empty>
      ) : error ? (
        <Failure error={error} again={answer.again} />
      ) : found ? (
        <Found found={found} draft={settled.value} isBehind={isBehind} />
      ) : (
        <Loading lines={8} />
      )}
    </section>
  );
}

function Found({ found, draft, isBehind }: { found: GoalPreview; draft: Draft; isBehind: boolean }) {
  const { examined, matched, sessions, days, examples, warnings } = found;
  return (
    <div class={isBehind ? 'found stale' : 'found'}>
      <dl class="counts" aria-live="polite">
        <div>
          <dt>{t('preview.matches')}</dt>
          <dd>{number(matched)}</dd>
        </div>
        <div>
          <dt>{t('figure.sessions')}</dt>
          <dd>{number(sessions)}</dd>
        </div>
        <div>
          <dt>{t(`preview.share.${draft.type}`)}</dt>
          <dd>{percent(examined === 0 ? null : matched / examined)}</dd>
        </div>
      </dl>
      <meter
        min={0}
        max={Math.max(1, examined)}
        value={matched}
        aria-label={t('preview.of', { n: examined })}
        title={t('preview.of', { n: examined })}
      />
      <p class="hint">{t('preview.of', { n: examined })}</p>
      {matched > 0 && <Days days={days} />}
      {warnings.length > 0 && (
        <ul class="notice">
          {warnings.map((one) => (
            <li key={one}>{one}</li>
          ))}
        </ul>
      )}
      {examples.length > 0 && (
        <>
          <h3>{t('preview.examples')}</h3>
          <ol class="examples">
            {examples.map((example) => (
              <li key={`${example.session_id} ${example.event_id}`}>
                <Link to={{ view: 'sessions', session: example.session_id, edited: null }} title={t('preview.session')}>
                  <time dateTime={example.occurred_at}>{moment(example.occurred_at, timeZone.value)}</time>
                </Link>
                <span class="matched">
                  {examplePartsOf(draft, example).map(({ text, isMatch }, index) =>
                    isMatch ? <mark key={index}>{text}</mark> : <span key={index}>{text}</span>,
                  )}
                </span>
              </li>
            ))}
          </ol>
        </>
      )}
    </div>
  );
}

/** The matches of each day that was examined. */
function Days({ days }: Pick<GoalPreview, 'days'>) {
  const counts = new Map(days.map(({ date, matched }) => [date, matched]));
  const bars = healthDays.value.map((date) => ({ date, value: counts.get(date) ?? 0 }));
  const most = bars.reduce((one, other) => (other.value > one.value ? other : one));
  return (
    <figure class="by-day">
      <Bars
        bars={bars.map(({ date, value }) => ({ title: `${day(date)}: ${number(value)}`, value }))}
        name={t('preview.byDay', { day: day(most.date), most: most.value })}
      />
      <figcaption>
        <span>{day(bars[0]!.date)}</span>
        <span>{day(bars.at(-1)!.date)}</span>
      </figcaption>
    </figure>
  );
}
