import { call } from '../../api/call.js';
import { useChange } from '../../api/change.js';
import type { Project, ProjectCheck } from '../../api/types.js';
import { Icon } from '../../parts/icon.js';
import { Refusal } from '../../parts/refusal.js';
import { mayManage, project } from '../../state/project.js';
import { t } from '../../texts/texts.js';

interface Props {
  readonly refusals: NonNullable<ProjectCheck['refusals']>;
  /** Called when something was done about one of them. */
  done(): void;
}

/** What the server got from pages and did not store, and why. */
export function Arrivals({ refusals, done }: Props) {
  const allowing = useChange();
  const allow = async (origin: string) => {
    const path = `projects/${encodeURIComponent(project.value!.id)}`;
    const { data } = await call<{ data: Project }>({ method: 'GET', path });
    const body = { allowed_origins: [...data.allowed_origins, origin] };
    if ((await allowing.run({ method: 'PATCH', path, body })) !== null) done();
  };
  if (refusals.length === 0) {
    return (
      <div class="arrivals" role="status">
        <strong>{t('first.nothing')}</strong>
        <p>{t('first.nothingHint')}</p>
      </div>
    );
  }
  return (
    <div class="arrivals bad" role="status">
      <strong>
        <Icon name="warning" />
        {t('first.refused')}
      </strong>
      <ul>
        {refusals.map(({ reason, origin, page, count }) => (
          <li key={`${reason} ${origin} ${page}`}>
            <div>
              <b>{page ?? origin ?? t('first.unknownPage')}</b>
              <span>{`${t(`first.reason.${reason}`)} ${t('first.times', { n: count })}`}</span>
            </div>
            {reason === 'origin_not_allowed' && origin !== null && mayManage.value && (
              <button type="button" class="button" disabled={allowing.isRunning} onClick={() => allow(origin)}>
                {t('first.allow', { origin })}
              </button>
            )}
          </li>
        ))}
      </ul>
      {allowing.error && <Refusal error={allowing.error} />}
    </div>
  );
}
