import { computed } from '@preact/signals';
import { account } from './account.js';
import { parameter } from './place.js';

const chosen = parameter('project');

/** The project that is shown: the one of the address, or else the account's first. Null without any. */
export const project = computed(() => {
  const projects = account.value?.projects ?? [];
  return projects.find(({ id }) => id === chosen.value) ?? projects[0] ?? null;
});

/** The time zone in which its days begin. */
export const timeZone = computed(() => project.value?.time_zone ?? 'UTC');
