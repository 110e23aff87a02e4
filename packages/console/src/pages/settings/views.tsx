import { ViewList } from '../../parts/view-list.js';
import { t } from '../../texts/texts.js';
import { Section } from './section.js';

/** The saved views of the project. They are saved at the page that they show. */
export function SavedViews() {
  return (
    <Section title={t('settings.views')} about={t('views.about')}>
      <div class="views">
        <ViewList />
      </div>
    </Section>
  );
}
