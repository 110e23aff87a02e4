import { account } from '../state/account.js';
import { clearFilters } from '../state/filters.js';
import { go } from '../state/place.js';
import { project } from '../state/project.js';
import { shared } from '../state/shared.js';
import { t } from '../texts/texts.js';

/** Which project is shown. Another one begins with the page and the period of this one, and no filters. */
export function ProjectSwitcher() {
  const projects = account.value?.projects ?? [];
  if (projects.length < 2 || shared.value) return <span class="project">{project.value?.name}</span>;
  return (
    <label class="select project">
      <span class="hidden">{t('project.choose')}</span>
      <select
        value={project.value?.id}
        onChange={({ currentTarget }) => {
          clearFilters();
          go({ project: currentTarget.value, session: null }, { replace: true });
        }}
      >
        {projects.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
