const GOALS_MAX = 200;

/** Goals as sites have them: pages, links, buttons and events. A few of them are met by the events of `track.lua`. */
export function ordinaryGoals(count) {
  return Array.from({ length: count }, (_, index) => ordinaryGoal(index));
}

function ordinaryGoal(index) {
  const key = `g${index}`;
  switch (index % 4) {
    case 0:
      return goal(key, 'url', {
        on: 'path',
        match: 'equals',
        pattern: `/products/${index < 8 ? index + 10 : index * 7}`,
      });
    case 1:
      return goal(key, 'url', { on: 'path', match: 'glob', pattern: `/shop/*/item-${index}` });
    case 2:
      return goal(key, 'click', { selector: `#menu-${index} a.buy` });
    default:
      return goal(key, 'event', { name: `event-${index}` });
  }
}

/**
 * As many goals as a project may have, and all as expensive as they may be: selectors of 512 characters with 38 parts that
 * no element of `expensiveEvents` decides early, and expressions that read an address to its end.
 */
export function expensiveGoals() {
  return Array.from({ length: GOALS_MAX }, (_, index) => {
    const key = `g${index}`;
    if (index % 40 === 0) return goal(key, 'url', { on: 'url', match: 'regex', pattern: `^https.*x${index}y$` });
    const absent = (part) => `:not(${part % 2 === 0 ? `.n${index}-${part}` : `[data-a*="z${index}-${part}"]`})`;
    const parts = Array.from({ length: 18 }, (_, part) => absent(part)).join('');
    return goal(key, 'click', { selector: `div${parts} div.n${index}` });
  });
}

/** A click deep inside a page, whose elements have as many classes as they may, as JSON without its first brace. */
export const EXPENSIVE_CLICK = JSON.stringify({
  type: 'click',
  url: `https://busy.example/${'p'.repeat(1900)}`,
  text: 'Buy',
  element: Array.from({ length: 64 }, (_, depth) => ({
    tag: 'div',
    classes: Array.from({ length: 32 }, (_, no) => `class-${depth}-${no}`),
    attributes: { 'data-a': 'y'.repeat(256) },
  })),
}).slice(1);

function goal(key, type, rule) {
  return { key, name: key, type, rule, count: 'every', value: null, currency: null };
}
