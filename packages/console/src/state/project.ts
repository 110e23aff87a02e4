import { computed } from '@preact/signals';
import type { Me } from '../api/types.js';
import { account } from './account.js';
import { parameter, share } from './place.js';
import { shared } from './shared.js';

type Listed = Me['projects'][number];

interface Shown extends Pick<Listed, 'id' | 'name' | 'time_zone'> {
  /** `reader`: whoever has a share link. */
  readonly role: Listed['role'] | 'reader';
  readonly site_key?: string;
}

const chosen = parameter('project');

/** The project that is shown: the shared one, the one of the address, or else the account's first. Null without any. */
export const project = computed<Shown | null>(() => {
  if (share.value !== null) return shared.value && { ...shared.value.project, id: 'shared', role: 'reader' };
  const projects = account.value?.projects ?? [];
  return projects.find(({ id }) => id === chosen.value) ?? projects[0] ?? null;
});

/** The time zone in which its days begin. */
export const timeZone = computed(() => project.value?.time_zone ?? 'UTC');

// What may be done in it.
const hasRole = (...roles: readonly Shown['role'][]) =>
  computed(() => project.value !== null && roles.includes(project.value.role));
/** More than reports: sessions, goals, notes, saved views. */
export const maySeeAll = hasRole('viewer', 'editor', 'owner');
export const mayWrite = hasRole('editor', 'owner');
export const mayManage = hasRole('owner');
