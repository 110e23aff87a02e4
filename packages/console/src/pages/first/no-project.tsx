import { Empty } from '../../parts/states.js';
import { account } from '../../state/account.js';
import { t } from '../../texts/texts.js';
import { NewProject } from './new-project.js';

/** For an account without any project. */
export default function NoProject() {
  if (account.value?.role !== 'owner') {
    return (
      <Empty icon="goals" title={t('project.none')}>
        {t('project.noneHint')}
      </Empty>
    );
  }
  return (
    <section class="card narrow">
      <header>
        <h1>{t('project.first')}</h1>
      </header>
      <p class="about-section">{t('project.about')}</p>
      <NewProject />
    </section>
  );
}
