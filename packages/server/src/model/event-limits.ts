/** Maximum characters (Unicode code points) of a text of an event, or items of a list. */
export const LIMITS = {
  url: 2048,
  title: 512,
  referrer: 2048,
  text: 256,
  href: 2048,
  elements: 64,
  tag: 64,
  elementId: 128,
  classes: 32,
  className: 128,
  attribute: 256,
  name: 128,
  property: 256,
  key: 64,
} as const;

/** Limits of a flat object with keys of the producer's choice. */
export const ENTRIES_MAX = 32;
export const KEY_PATTERN = '^.{1,64}$';

/** Names of custom events. Names that begin with "$" are Goalpost's own. */
export const EVENT_NAME_PATTERN = '^(?:[^$]|\\$form$)';

/** Attributes of clicked elements that the tracker sends, besides `id` and `class`. */
export const TRACKED_ATTRIBUTES = [
  'href',
  'type',
  'role',
  'name',
  'title',
  'download',
  'target',
  'aria-label',
] as const;

/** Characters of a clicked element's text that the tracker sends. */
export const TRACKED_TEXT_CHARACTERS = 64;
