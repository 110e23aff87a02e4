import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { useAnswer } from '../../api/answer.js';
import type { ReportData, Session } from '../../api/types.js';
import { Icon } from '../../parts/icon.js';
import { Link } from '../../parts/link.js';
import { Empty, Failure, Loading } from '../../parts/states.js';
import { timeZone } from '../../state/project.js';
import { moment, number } from '../../texts/format.js';
import { propertyName, valueName } from '../../texts/names.js';
import { t } from '../../texts/texts.js';
import { ConversionList } from './conversion-list.js';
import { type Connection, useFollowed } from './followed.js';
import { reportCall, sessionsCall } from './questions.js';

/** How often the sessions are asked for. */
const AGAIN_MS = 15_000;

/** What happens now: conversions as they are stored, and the sessions that began in the last half hour. */
export default function Live() {
  const now = useSignal(Date.now());
  const { conversions, connection } = useFollowed();
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) now.value = Date.now();
    }, AGAIN_MS);
    return () => clearInterval(timer);
  }, []);
  const report = useAnswer<{ data: ReportData }>(() => reportCall(now.value));
  const sessions = useAnswer<{ data: { data: readonly Session[] } }>(() => sessionsCall(now.value));
  const { error } = report.value.error ? report.value : sessions.value;
  const totals = report.value.data?.data.totals ?? null;
  const [bySource, byPage] = report.value.data?.data.queries ?? [];
  return (
    <>
      <div class="live-head">
        <h1>{t('page.live')}</h1>
        <Status connection={connection.value} />
        {totals && <p>{t('live.sessions', { n: totals.sessions })}</p>}
      </div>
      {error && !report.value.data && (
        <Failure
          error={error}
          again={() => {
            report.again();
            sessions.again();
          }}
        />
      )}
      <div class="live">
        <section class="card" aria-label={t('figure.conversions')}>
          <header>
            <h2>{t('figure.conversions')}</h2>
            <span class="hint">{t('live.since')}</span>
          </header>
          <ConversionList conversions={conversions.value} />
        </section>
        <div class="beside">
          <Rows group="source" data={bySource?.rows ?? null} />
          <Rows group="entry_page" data={byPage?.rows ?? null} />
        </div>
        <section class="card recent" aria-label={t('live.recent')}>
          <header>
            <h2>{t('live.recent')}</h2>
          </header>
          <Recent sessions={sessions.value.data?.data.data ?? null} />
        </section>
      </div>
    </>
  );
}

function Status({ connection }: { connection: Connection }) {
  return (
    <span class={`status ${connection}`} role="status">
      <i aria-hidden="true" />
      {t(`live.${connection}`)}
    </span>
  );
}

interface RowsProps {
  readonly group: 'source' | 'entry_page';
  /** Null while they are not there. */
  readonly data: ReportData['rows'] | null;
}

function Rows({ group, data }: RowsProps) {
  const most = Math.max(1, ...(data ?? []).map(({ sessions }) => sessions));
  return (
    <section class="card" aria-label={propertyName(group)}>
      <header>
        <h2>{propertyName(group)}</h2>
      </header>
      {!data ? (
        <Loading lines={4} />
      ) : data.length === 0 ? (
        <Empty icon="live" title={t('live.none')} />
      ) : (
        <table class="breakdown short">
          <thead>
            <tr>
              <th scope="col">{propertyName(group)}</th>
              <th scope="col">{t('column.sessions')}</th>
              <th scope="col">{t('column.converted_sessions')}</th>
            </tr>
          </thead>
          <tbody>
            {data.map((row) => {
              const value = row.group[group] ?? null;
              return (
                <tr key={value}>
                  <th scope="row">
                    <i class="meter" style={{ inlineSize: `${(100 * row.sessions) / most}%` }} />
                    <span class={value === null ? 'none' : ''} title={valueName(group, value)}>
                      {valueName(group, value)}
                    </span>
                  </th>
                  <td>{number(row.sessions)}</td>
                  <td>{number(row.converted_sessions)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Recent({ sessions }: { sessions: readonly Session[] | null }) {
  if (!sessions) return <Loading lines={6} />;
  if (sessions.length === 0) return <Empty icon="live" title={t('live.none')} />;
  return (
    <ul class="recent-list">
      {sessions.map((one) => (
        <li key={one.id}>
          <Link to={{ view: 'sessions', session: one.id }}>
            <time dateTime={one.created_at}>{moment(one.created_at, timeZone.value, { timeStyle: 'short' })}</time>
          </Link>
          <span class="what-page" title={valueName('entry_page', one.entry_page)}>
            {valueName('entry_page', one.entry_page)}
          </span>
          <span class="from">
            {[
              valueName('source', one.source),
              one.country && valueName('country', one.country),
              one.device && valueName('device', one.device),
            ]
              .filter(Boolean)
              .join(' · ')}
          </span>
          {one.conversions > 0 && (
            <span class="badge good">
              <Icon name="goals" />
              {number(one.conversions)}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
