import { describe, expect, it } from 'vitest';
import type { SessionId } from '#goalpost/model/ids.js';
import { click, goal, project, T0, visit } from '../support/builders.js';
import type { OpenStore } from './open-store.js';
import { P1, P2, selection } from './tools.js';

const TIMEOUT_MS = 300_000;
const GOALS = 200;
const CLICKS = 20;
/** Goal g7 is met by clicks with the class "met-1", as are g1, g4, … */
const KINDS = 3;

/** Compares 16 attributes of 64 elements to their ends before it looks at the class. */
function expensiveGoal(index: number) {
  const absent = Array.from({ length: 16 }, (_, part) => `:not([data-a*="z${index}-${part}"])`).join('');
  return goal({ type: 'click', rule: { selector: `div${absent}.met-${index % KINDS}` } }, { key: `g${index}` });
}

function expensiveClick(index: number) {
  const attributes = { 'data-a': 'y'.repeat(256) };
  const outer = Array.from({ length: 63 }, () => ({ tag: 'div', attributes }));
  const inner = { tag: 'div', classes: [`met-${index % KINDS}`], attributes };
  return click([inner, ...outer], { sessionId: `s${index}`, id: `e${index}` });
}

/** Events whose matching takes longer than one commit may spend on a project. */
export function describeFairness(name: string, open: OpenStore): void {
  describe(`${name} shares its time among projects`, () => {
    it(
      'a project with expensive goals gets all of its conversions, and others do not wait for them',
      async () => {
        const { store, release } = await open(() => T0);
        try {
          await store.projects.create(project());
          await store.projects.create(project({ id: 'p2' }));
          for (let index = 0; index < GOALS; index++) await store.goals.create(P1, expensiveGoal(index));
          while (await store.goals.work());

          const answered: string[] = [];
          const clicks = Array.from({ length: CLICKS }, (_, index) => expensiveClick(index));
          const expensive = store.events.record(P1, clicks).then((recorded) => {
            answered.push('expensive');
            return recorded;
          });
          const other = store.events.record(P2, [visit('/', { sessionId: 'other' })]).then((recorded) => {
            answered.push('other');
            return recorded;
          });
          expect(await other).toEqual(['stored']);
          expect(await expensive).toEqual(new Array(CLICKS).fill('stored'));
          expect(answered).toEqual(['other', 'expensive']);

          const sessionIds = clicks.map(({ sessionId }) => sessionId as SessionId);
          const { json } = await store.conversions.ids(selection(sessionIds), { limit: 10_000, after: null });
          const expected = clicks.flatMap((_click, index) =>
            Array.from({ length: GOALS }, (_, no) => no)
              .filter((no) => no % KINDS === index % KINDS)
              .map((no) => `s${index}:click:g${no}:e${index}`),
          );
          expect((JSON.parse(json) as string[]).sort()).toEqual(expected.sort());
        } finally {
          await release();
        }
      },
      TIMEOUT_MS,
    );
  });
}
