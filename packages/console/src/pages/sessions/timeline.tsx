import { useAnswer } from '../../api/answer.js';
import { useChange } from '../../api/change.js';
import type { SessionTimeline, TimelineEntry } from '../../api/types.js';
import { CopyCurl } from '../../parts/copy.js';
import { Dialog } from '../../parts/dialog.js';
import { Icon } from '../../parts/icon.js';
import { Menu } from '../../parts/menu.js';
import { Refusal } from '../../parts/refusal.js';
import { Failure, Loading } from '../../parts/states.js';
import { mayWrite, timeZone } from '../../state/project.js';
import { duration, moment, money } from '../../texts/format.js';
import { valueName } from '../../texts/names.js';
import { t } from '../../texts/texts.js';
import { timelineCall } from './questions.js';

interface Props {
  readonly id: string;
  /** Called when somebody has said whether the session was read. */
  marked(): void;
  close(): void;
}

/** What a session did, in order, with the goals that each event met. */
export function Timeline({ id, marked, close }: Props) {
  const marking = useChange();
  const mark = async (status: 'read' | 'unread') => {
    const body = { session_ids: [id], status };
    if ((await marking.run({ method: 'POST', path: 'sessions/mark-read', body })) === null) return;
    marked();
    close();
  };
  const answer = useAnswer<{ data: SessionTimeline }>(() => timelineCall(id));
  const { data, error } = answer.value;
  const session = data?.data;
  return (
    <Dialog
      title={t('session.title')}
      isWide
      close={close}
      tools={
        <Menu label={<Icon name="more" />} name={t('panel.more', { name: t('session.title') })} class="button plain">
          {mayWrite.value &&
            (['read', 'unread'] as const).map((status) => (
              <button key={status} type="button" class="item" onClick={() => mark(status)}>
                <Icon name={status === 'read' ? 'check' : 'event'} />
                {t(status === 'read' ? 'session.markRead' : 'session.markUnread')}
              </button>
            ))}
          <CopyCurl call={timelineCall(id)} />
        </Menu>
      }
    >
      {marking.error && <Refusal error={marking.error} />}
      {error ? (
        <Failure error={error} again={answer.again} />
      ) : session ? (
        <Content session={session} />
      ) : (
        <Loading lines={10} />
      )}
    </Dialog>
  );
}

function Content({ session }: { session: SessionTimeline }) {
  const facts = [
    [t('session.began'), moment(session.created_at, timeZone.value, { dateStyle: 'full', timeStyle: 'short' })],
    [t('session.duration'), duration(session.time_spend)],
    [t('property.source'), [valueName('source', session.source), session.utm_campaign].filter(Boolean).join(' · ')],
    [t('property.country'), valueName('country', session.country)],
    [
      t('property.device'),
      [valueName('device', session.device), session.browser, session.platform_os].filter(Boolean).join(', '),
    ],
  ] as const;
  return (
    <>
      <dl class="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <ol class="timeline">
        {session.timeline.map((entry) => (
          <Entry key={entry.id} entry={entry} />
        ))}
      </ol>
      {session.next_cursor !== null && <p>{t('session.more', { n: session.timeline.length })}</p>}
    </>
  );
}

function Entry({ entry }: { entry: TimelineEntry }) {
  const { title, detail } = told(entry);
  return (
    <li class={entry.goals.length > 0 ? 'met' : ''}>
      <Icon name={entry.type} />
      <time dateTime={entry.occurred_at}>{moment(entry.occurred_at, timeZone.value, { timeStyle: 'medium' })}</time>
      <div>
        <strong>{title}</strong>
        {detail && <span class="detail">{detail}</span>}
        {entry.goals.map((goal) => (
          <span
            key={goal.conversion_id}
            class="badge good"
            title={t(`rule.${goal.type}`, { rule: JSON.stringify(goal.rule) })}
          >
            <Icon name="goals" />
            {goal.name}
          </span>
        ))}
      </div>
    </li>
  );
}

/** Texts of visitors and pages: they are shown as text, and never as links. */
function told(entry: TimelineEntry): { readonly title: string; readonly detail: string | null } {
  switch (entry.type) {
    case 'visit':
      return { title: entry.title ?? pathOf(entry.url), detail: entry.url };
    case 'click':
      return {
        title: t('entry.click', { text: entry.text ?? entry.href ?? t('value.unknown') }),
        detail: entry.href ?? entry.url,
      };
    case 'event': {
      const worth =
        entry.value === null
          ? ''
          : entry.currency === null
            ? ` · ${entry.value}`
            : ` · ${money(entry.value, entry.currency)}`;
      const properties = Object.entries(entry.properties).map(([name, value]) => `${name}: ${value}`);
      return { title: entry.name + worth, detail: [...properties, entry.url ?? ''].filter(Boolean).join(' · ') };
    }
  }
}

/** The path of an address; the text itself when it is none. */
function pathOf(url: string): string {
  return /^https?:\/\/[^/?#]*([^?#]*)/.exec(url)?.[1] || url;
}
