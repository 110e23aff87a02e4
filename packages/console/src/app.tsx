import { accountFailure, loadAccount } from './api/account.js';
import { KeySheet } from './keys/key-sheet.js';
import { FilterDialog } from './layout/filter-dialog.js';
import { NoteDialog } from './layout/note-dialog.js';
import { PeriodBar } from './layout/period-bar.js';
import { TopBar } from './layout/top-bar.js';
import { shownPage } from './pages/pages.js';
import { Lazy } from './parts/lazy.js';
import { Failure, Loading, OfflineLine } from './parts/states.js';
import { account } from './state/account.js';
import { opened } from './state/opened.js';
import { link, share } from './state/place.js';
import { project } from './state/project.js';
import { shared } from './state/shared.js';
import { hasBegun } from './state/views.js';
import { isWaiting } from './state/waiting.js';
import { t } from './texts/texts.js';

const loadNoProject = () => import('./pages/first/no-project.js');
const loadSignIn = () => import('./pages/entrance/sign-in.js');
const loadSharedPage = () => import('./pages/entrance/shared-page.js');
const loadLinkPage = () => import('./pages/entrance/link-page.js');

/** What the address leads to: a page, once somebody is signed in, or what comes before. */
export function App() {
  if (link.value !== null) return <Lazy load={loadLinkPage} title={t('link.title')} link={link.value} />;
  if (share.value !== null) {
    return shared.value ? <Pages /> : <Lazy load={loadSharedPage} title={t('shared.title')} link={share.value} />;
  }
  if (accountFailure.value) {
    return (
      <main>
        <Failure error={accountFailure.value} again={loadAccount} />
      </main>
    );
  }
  if (account.value === undefined) {
    return (
      <main>
        <Loading lines={12} />
      </main>
    );
  }
  return account.value === null ? <Lazy load={loadSignIn} title={t('signIn.title')} /> : <Pages />;
}

/** The page that the address names, in the frame of all pages. */
function Pages() {
  const page = shownPage.value;
  return (
    <>
      <a class="skip" href="#main">
        {t('layout.skip')}
      </a>
      <TopBar />
      <OfflineLine />
      {project.value && page.hasPeriod && !isWaiting.value && <PeriodBar isCompared={page.isCompared} />}
      <main id="main" tabIndex={-1}>
        {!hasBegun.value ? (
          <Loading lines={12} />
        ) : project.value ? (
          <Lazy key={`${page.name} ${project.value.id}`} load={page.load} title={t(`page.${page.name}`)} />
        ) : (
          <Lazy load={loadNoProject} title={t('project.new')} />
        )}
      </main>
      {opened.value === 'keys' && <KeySheet />}
      {opened.value === 'filter' && <FilterDialog />}
      {opened.value === 'note' && <NoteDialog />}
    </>
  );
}
