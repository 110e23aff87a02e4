import { accountFailure, loadAccount } from './api/account.js';
import { KeySheet } from './keys/key-sheet.js';
import { FilterDialog } from './layout/filter-dialog.js';
import { NoteDialog } from './layout/note-dialog.js';
import { PeriodBar } from './layout/period-bar.js';
import { TopBar } from './layout/top-bar.js';
import { PAGES } from './pages/pages.js';
import { Lazy } from './parts/lazy.js';
import { Empty, Failure, Loading, OfflineLine } from './parts/states.js';
import { account } from './state/account.js';
import { opened } from './state/opened.js';
import { link, view } from './state/place.js';
import { project } from './state/project.js';
import { t } from './texts/texts.js';

const loadSignIn = () => import('./pages/entrance/sign-in.js');
const loadLinkPage = () => import('./pages/entrance/link-page.js');

/** The page that the address names, once somebody is signed in. */
export function App() {
  if (link.value !== null) return <Lazy load={loadLinkPage} title={t('link.title')} link={link.value} />;
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
  return account.value === null ? <Lazy load={loadSignIn} title={t('signIn.title')} /> : <SignedIn />;
}

function SignedIn() {
  const page = PAGES.find(({ name }) => name === view.value) ?? PAGES[0]!;
  return (
    <>
      <a class="skip" href="#main">
        {t('layout.skip')}
      </a>
      <TopBar />
      <OfflineLine />
      {project.value && page.hasPeriod && <PeriodBar isCompared={page.isCompared} />}
      <main id="main" tabIndex={-1}>
        {project.value ? (
          <Lazy key={`${page.name} ${project.value.id}`} load={page.load} title={t(`page.${page.name}`)} />
        ) : (
          <Empty icon="goals" title={t('project.none')}>
            {t('project.noneHint')} <code>goalpost project create --name Shop</code>
          </Empty>
        )}
      </main>
      {opened.value === 'keys' && <KeySheet />}
      {opened.value === 'filter' && <FilterDialog />}
      {opened.value === 'note' && <NoteDialog />}
    </>
  );
}
