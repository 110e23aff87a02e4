import { useSignal, useSignalEffect } from '@preact/signals';
import type { ComponentType } from 'preact';
import { KeySheet } from './keys/key-sheet.js';
import { opened } from './keys/keys.js';
import { FilterDialog } from './layout/filter-dialog.js';
import { PeriodBar } from './layout/period-bar.js';
import { TopBar } from './layout/top-bar.js';
import { PAGES, type Page } from './pages/pages.js';
import { Empty, Loading, OfflineLine } from './parts/states.js';
import { view } from './state/place.js';
import { t } from './texts/texts.js';

/** The page that the address names, within what all pages have. */
export function App() {
  const page = PAGES.find(({ name }) => name === view.value) ?? PAGES[0]!;
  return (
    <>
      <a class="skip" href="#main">
        {t('layout.skip')}
      </a>
      <TopBar />
      <OfflineLine />
      {page.hasPeriod && <PeriodBar isCompared={page.isCompared} />}
      <main id="main" tabIndex={-1}>
        <Loaded key={page.name} page={page} />
      </main>
      {opened.value === 'keys' && <KeySheet />}
      {opened.value === 'filter' && <FilterDialog />}
    </>
  );
}

/** A page whose file the browser loads when it is first opened. */
function Loaded({ page }: { page: Page }) {
  const loaded = useSignal<{ readonly Content: ComponentType } | 'failed' | null>(null);
  useSignalEffect(() => {
    document.title = `${t(`page.${page.name}`)} · Goalpost`;
    page.load().then(
      ({ default: Content }) => {
        loaded.value = { Content };
      },
      () => {
        loaded.value = 'failed';
      },
    );
  });
  if (loaded.value === null) return <Loading lines={12} />;
  // The server was upgraded since this page was opened, or cannot be reached.
  if (loaded.value === 'failed') {
    return (
      <Empty icon="warning" title={t('state.changed')}>
        <button type="button" class="button" onClick={() => location.reload()}>
          {t('state.reload')}
        </button>
      </Empty>
    );
  }
  const { Content } = loaded.value;
  return <Content />;
}
