/** Lines on a field of 24 by 24. */
const PATHS = {
  overview: 'M4 19V10M10 19V5M16 19v-7M21 19H3',
  sessions: 'M4 6h16M4 12h16M4 18h10',
  views: 'M6 4h12v16l-6-4-6 4z',
  star: 'M12 4l2.5 5 5.5.8-4 3.9.9 5.5-4.9-2.6-4.9 2.6.9-5.5-4-3.9 5.5-.8z',
  goals: 'M5 4v9h14V4M12 13v7',
  funnels: 'M4 5h16l-6 7v7l-4-2v-5z',
  live: 'M12 12h.01M8.5 8.5a5 5 0 0 0 0 7M15.5 8.5a5 5 0 0 1 0 7M5.6 5.6a9 9 0 0 0 0 12.8M18.4 5.6a9 9 0 0 1 0 12.8',
  settings: 'M4 7h9M17 7h3M4 17h3M11 17h9M15 5v4M9 15v4',
  calendar: 'M4 6h16v14H4zM4 10h16M8 3v4M16 3v4',
  compare: 'M4 8h13l-3-3M20 16H7l3 3',
  filter: 'M4 6h16M7 12h10M10 18h4',
  left: 'M14 6l-6 6 6 6',
  right: 'M10 6l6 6-6 6',
  down: 'M7 10l5 5 5-5',
  up: 'M7 14l5-5 5 5',
  close: 'M6 6l12 12M18 6L6 18',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  open: 'M7 17L17 7M9 7h8v8',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  download: 'M12 4v11M7 11l5 5 5-5M4 20h16',
  table: 'M4 5h16v14H4zM4 10h16M10 10v9',
  search: 'M11 5a6 6 0 1 0 0 12 6 6 0 0 0 0-12M15.5 15.5L20 20',
  note: 'M6 3v18M6 4h11l-2 4 2 4H6',
  person: 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8M4 21c1-4 4-6 8-6s7 2 8 6',
  keys: 'M3 7h18v10H3zM7 11h.01M11 11h.01M15 11h.01M8 14h8',
  check: 'M5 12l5 5 9-10',
  warning: 'M12 4l9 16H3zM12 10v4M12 17h.01',
  visit: 'M5 3h9l5 5v13H5zM14 3v5h5',
  click: 'M8 8l11 4-5 2-2 5zM4 8h1M8 4v1M5 5l1 1',
  event: 'M13 3L5 14h6l-1 7 8-11h-6z',
  sign_out: 'M14 4h5v16h-5M10 8l-4 4 4 4M6 12h9',
} as const;

export type IconName = keyof typeof PATHS;

/** A picture beside a text, which says the same. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
