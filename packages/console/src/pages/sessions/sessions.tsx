import { useAnswer } from '../../api/answer.js';
import { saveCsv } from '../../api/save.js';
import type { Session } from '../../api/types.js';
import { CopyCurl } from '../../parts/copy.js';
import { Icon } from '../../parts/icon.js';
import { closeMenu, Menu } from '../../parts/menu.js';
import { Empty, Failure, Loading } from '../../parts/states.js';
import { go, parameter } from '../../state/place.js';
import { t } from '../../texts/texts.js';
import { listCall, pageNumber, turnTo } from './questions.js';
import { SessionTable } from './session-table.js';
import { Timeline } from './timeline.js';

interface SessionList {
  readonly data: { readonly data: readonly Session[]; readonly total: number; readonly last_page: number };
}

const session = parameter('session');

/** The sessions behind a figure, and what one of them did. */
export default function Sessions() {
  const answer = useAnswer<SessionList>(() => listCall.value);
  const { data, error, isLoading } = answer.value;
  if (error) return <Failure error={error} again={answer.again} />;
  const list = data?.data;
  const save = ({ currentTarget }: Event) => {
    closeMenu(currentTarget);
    saveCsv(listCall.value, 'sessions');
  };
  return (
    <section class={isLoading && list ? 'card stale' : 'card'} aria-busy={isLoading}>
      <header>
        <h1>{list ? t('sessions.total', { n: list.total }) : t('page.sessions')}</h1>
        <Menu label={<Icon name="more" />} name={t('panel.more', { name: t('page.sessions') })} class="button plain">
          <button type="button" class="item" onClick={save}>
            <Icon name="download" />
            {t('panel.csv')}
          </button>
          <CopyCurl call={listCall.value} />
        </Menu>
      </header>
      {!list ? (
        <Loading lines={12} />
      ) : list.data.length === 0 ? (
        <Empty icon="sessions" title={t('sessions.empty')}>
          {t('sessions.emptyHint')}
        </Empty>
      ) : (
        <SessionTable sessions={list.data} />
      )}
      {list && list.last_page > 1 && (
        <footer class="pager">
          <button
            type="button"
            class="button"
            disabled={pageNumber.value === 1}
            onClick={() => turnTo(pageNumber.value - 1)}
          >
            <Icon name="left" />
            {t('pager.before')}
          </button>
          <span>{t('pager.page', { page: pageNumber.value, pages: list.last_page })}</span>
          <button
            type="button"
            class="button"
            disabled={pageNumber.value >= list.last_page}
            onClick={() => turnTo(pageNumber.value + 1)}
          >
            {t('pager.after')}
            <Icon name="right" />
          </button>
        </footer>
      )}
      {session.value !== null && (
        <Timeline key={session.value} id={session.value} marked={answer.again} close={() => go({ session: null })} />
      )}
    </section>
  );
}
