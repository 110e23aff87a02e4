import { describe, expect, it } from 'vitest';
import type { SessionId } from '#goalpost/model/ids.js';
import { type MatchingCase, matchingCases, toEvent, toGoal } from '../matching/vectors.js';
import { project, T0 } from '../support/builders.js';
import type { OpenStore } from './open-store.js';
import { P1 } from './tools.js';

const TIMEOUT_MS = 300_000;

// Cases with the same goal share it. Each case has its own session, identified by its position in the list.
const goalsOfCases = matchingCases.map(({ goal }) => JSON.stringify(goal));
const keyOf = (index: number) => `g${goalsOfCases.indexOf(goalsOfCases[index]!)}`;
const goals = matchingCases.flatMap((one, index) => (keyOf(index) === `g${index}` ? [toGoal(one, `g${index}`)] : []));
const sessionIds = matchingCases.map((_one, index) => `s${index}` as SessionId);
const events = matchingCases.map(({ event }, index) => ({ ...toEvent(event), sessionId: sessionIds[index]! }));
const titles = (cases: readonly MatchingCase[]) => cases.map(({ title }) => title);

/** Runs the matcher's test vectors through a store: each match must become a conversion. */
export function describeMatching(name: string, open: OpenStore): void {
  describe(`${name} makes the conversions of the matcher's test vectors`, () => {
    it.each([
      ['when the event arrives', true],
      ['when the goal is created later', false],
    ])(
      '%s',
      async (_title, goalsFirst) => {
        const { store, release } = await open(() => T0);
        try {
          await store.projects.create(project());
          const makeGoals = async () => {
            const made = await Promise.all(goals.map((goal) => store.goals.create(P1, goal)));
            expect(made.filter((answer) => answer === 'taken' || answer === 'full')).toEqual([]);
          };
          if (goalsFirst) await makeGoals();
          await store.events.record(P1, events);
          if (!goalsFirst) await makeGoals();
          while (await store.goals.work());

          const all = { projectId: P1, sessionIds, period: { from: null, until: null }, types: null };
          const { json } = await store.conversions.ids(all, { limit: 10_000, after: null });
          const ids = new Set<string>(JSON.parse(json));
          const converted = matchingCases.filter(({ goal }, index) =>
            ids.has(`s${index}:${goal.type}:${keyOf(index)}:e1`),
          );
          expect(titles(converted)).toEqual(titles(matchingCases.filter(({ matches }) => matches)));
        } finally {
          await release();
        }
      },
      TIMEOUT_MS,
    );
  });
}
