import type { FunnelData } from '../../api/types.js';
import { Change } from '../../parts/change.js';
import { Link } from '../../parts/link.js';
import { number, percent, timeTaken } from '../../texts/format.js';
import { t } from '../../texts/texts.js';

/** The steps as bars, with those that went on and those that left between them. Each number opens its sessions. */
export function Steps({ data: { steps, sessions, before } }: { data: FunnelData }) {
  const first = steps[0]!.sessions;
  const last = steps.at(-1)!;
  const lastBefore = before?.steps.at(-1) ?? null;
  const most = Math.max(first, 1);
  return (
    <div class="funnel">
      <dl class="counts">
        <div>
          <dt>{t('funnel.through')}</dt>
          <dd>{percent(last.of_first)}</dd>
          <dd class="about">
            <Change now={last.of_first} before={lastBefore?.of_first ?? null} isRate />
            {lastBefore && t('tile.before', { value: percent(lastBefore.of_first) })}
          </dd>
        </div>
        <div>
          <dt>{t('funnel.began')}</dt>
          <dd>{number(first)}</dd>
          <dd class="about">{t('funnel.ofSessions', { n: sessions })}</dd>
        </div>
        <div>
          <dt>{t('funnel.ended')}</dt>
          <dd>{number(last.sessions)}</dd>
          <dd class="about">
            <Change now={last.sessions} before={lastBefore?.sessions ?? null} />
            {lastBefore && t('tile.before', { value: number(lastBefore.sessions) })}
          </dd>
        </div>
      </dl>
      <ol class="funnel-steps">
        {steps.map((step, index) => {
          const then = before?.steps[index] ?? null;
          const next = steps[index + 1];
          return (
            <li key={index}>
              <div class="funnel-step">
                <span class="number" aria-hidden="true">
                  {index + 1}
                </span>
                <strong>{step.name}</strong>
                <span class="figures">
                  <Link to={sessionsAt(index + 1, 'reached')} title={t('sessions.open')}>
                    {t('sessions.total', { n: step.sessions })}
                  </Link>
                  <span>{percent(step.of_first)}</span>
                  <Change now={step.sessions} before={then?.sessions ?? null} />
                </span>
              </div>
              <div class="funnel-bar" aria-hidden="true">
                <i style={{ inlineSize: `${(100 * step.sessions) / most}%` }} />
                {then && then.of_first !== null && (
                  <b
                    style={{ insetInlineStart: `${100 * then.of_first}%` }}
                    title={t('tile.before', { value: percent(then.of_first) })}
                  />
                )}
              </div>
              {next && (
                <p class="between">
                  <Link to={sessionsAt(index + 2, 'reached')} class="on" title={t('sessions.open')}>
                    {t('funnel.wentOn', { n: next.sessions })} ({percent(next.of_previous)})
                  </Link>
                  <Link to={sessionsAt(index + 1, 'left_after')} class="off" title={t('sessions.open')}>
                    {t('funnel.left', { n: step.sessions - next.sessions })}
                  </Link>
                  {next.median_seconds !== null && (
                    <span>
                      {t('funnel.takes', {
                        median: timeTaken(next.median_seconds),
                        most: timeTaken(next.p90_seconds ?? next.median_seconds),
                      })}
                    </span>
                  )}
                </p>
              )}
            </li>
          );
        })}
      </ol>
    </div>
  );
}

function sessionsAt(step: number, sessions: 'reached' | 'left_after') {
  return {
    view: 'sessions',
    funnel_at: String(step),
    funnel_sessions: sessions,
    goal: null,
    converted: null,
    page_number: null,
    edited: null,
  };
}
