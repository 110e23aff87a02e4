import type { ComponentChildren } from 'preact';
import type { Changes } from '../state/place.js';
import { maySeeAll } from '../state/project.js';
import { t } from '../texts/texts.js';
import { Link } from './link.js';

/** A figure that leads to its sessions; with a share link, the figure alone. */
export function ToSessions({ to, children }: { to: Changes; children: ComponentChildren }) {
  if (!maySeeAll.value) return <>{children}</>;
  return (
    <Link to={{ view: 'sessions', ...to }} title={t('sessions.open')}>
      {children}
    </Link>
  );
}
