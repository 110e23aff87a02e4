import { computed } from '@preact/signals';
import { parameter } from './place.js';

/** The id of the project that is shown; null until one is chosen: a bearer token has one project of its own. */
export const project = parameter('project');

/** The time zone in which days begin. */
export const timeZone = computed(() => Intl.DateTimeFormat().resolvedOptions().timeZone);
