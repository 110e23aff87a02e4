import { computed } from '@preact/signals';
import type { ComponentType } from 'preact';
import type { IconName } from '../parts/icon.js';
import { NO_FUNNEL_SESSIONS } from '../state/funnel.js';
import { type Changes, view } from '../state/place.js';
import { shared } from '../state/shared.js';

export interface Page {
  /** Its `view` in the address, and its title as `page.NAME` in the texts. */
  readonly name: 'overview' | 'sessions' | 'goals' | 'funnels' | 'live' | 'settings';
  readonly icon: IconName;
  /** The key that leads to it. */
  readonly key: string;
  /** Whether it shows a period with filters. */
  readonly hasPeriod: boolean;
  /** Whether it compares that period with an earlier one. */
  readonly isCompared: boolean;
  /** Each page is a file of its own for the browser. */
  load(): Promise<{ readonly default: ComponentType }>;
}

/** What leads to a page; whatever the page before has open stays behind. */
export function changesToPage(name: Page['name']): Changes {
  return { view: name === 'overview' ? null : name, session: null, edited: null, ...NO_FUNNEL_SESSIONS };
}

/** All pages, in the order of the navigation. */
export const PAGES: readonly Page[] = [
  {
    name: 'overview',
    icon: 'overview',
    key: 'o',
    hasPeriod: true,
    isCompared: true,
    load: () => import('./overview/overview.js'),
  },
  {
    name: 'sessions',
    icon: 'sessions',
    key: 's',
    hasPeriod: true,
    isCompared: false,
    load: () => import('./sessions/sessions.js'),
  },
  {
    name: 'goals',
    icon: 'goals',
    key: 'g',
    hasPeriod: false,
    isCompared: false,
    load: () => import('./goals/goals.js'),
  },
  {
    name: 'funnels',
    icon: 'funnels',
    key: 'u',
    hasPeriod: true,
    isCompared: true,
    load: () => import('./funnels/funnels.js'),
  },
  {
    name: 'live',
    icon: 'live',
    key: 'r',
    hasPeriod: false,
    isCompared: false,
    load: () => import('./live/live.js'),
  },
  {
    name: 'settings',
    icon: 'settings',
    key: ',',
    hasPeriod: false,
    isCompared: false,
    load: () => import('./settings/settings.js'),
  },
];

/** The pages that whoever looks may see: with a share link, the overview. */
export const pages = computed(() => (shared.value ? PAGES.slice(0, 1) : PAGES));

/** The page that the address names. */
export const shownPage = computed(() => pages.value.find(({ name }) => name === view.value) ?? pages.value[0]!);
