import type { FastifyInstance } from 'fastify';
import Type, { type TSchema } from 'typebox';
import { bearerOf } from '../access/access-plugin.js';
import { noteRequests } from '../access/audit.js';
import { type DescribedRoute, describeRoute } from '../access/route.js';
import { refuse } from '../http/errors.js';
import { ok } from '../http/responses.js';
import type { Goal } from '../model/goal.js';
import { GOALS_MAX } from '../model/goal.js';
import type { GoalKey, ProjectId } from '../model/ids.js';
import type { Ability } from '../model/token.js';
import type { Store } from '../store/store.js';
import { fault } from '../validation/faults.js';
import { changeGoal, parseGoal, presentGoal } from './definition.js';
import { GoalBody, GoalPatch, GoalResource } from './goal-schemas.js';
import { ownValueOf } from './own-value.js';
import { ruleWarnings } from './possible-rule.js';
import { updateGoal } from './update.js';

interface ByKey {
  Params: { key: GoalKey };
}

const KeyParams = Type.Object({ key: Type.String({ description: 'Key of the goal.', examples: ['order-placed'] }) });

/**
 * `goals` and `goals/{key}`. `onChanged` is called after a change is stored, because there may now be history to match.
 */
export function addGoalRoutes(app: FastifyInstance, store: Store, onChanged: () => void, now: () => number): void {
  const { goals } = store;
  const note = noteRequests(app, now);

  app.get('/goals', {
    ...describe('goals:read', 'listGoals', 'List goals', Type.Array(GoalResource)),
    handler: async (request) => ok((await goals.list(bearerOf(request).project.id)).map(presentGoal)),
  });

  app.post('/goals', {
    ...describe('goals:write', 'createGoal', 'Create a goal', GoalResource, { body: GoalBody, created: true }),
    handler: async (request, reply) => {
      const { project } = bearerOf(request);
      const parsed = parseGoal(request.body, await ownValueOf(store, project.id));
      if (!parsed.ok) throw refuse.invalid(parsed.faults);
      const { key } = parsed.goal;
      const goal = await goals.create(project.id, parsed.goal);
      if (goal === 'taken') {
        throw refuse.invalid([fault('key', 'goal_taken', { key })]);
      }
      if (goal === 'full') {
        throw refuse.invalid([fault('body', 'goals_full', { count: GOALS_MAX })]);
      }
      onChanged();
      await note(request, 'goal.created', key);
      reply.code(201);
      return saved(goal);
    },
  });

  app.get<ByKey>('/goals/:key', {
    ...describe('goals:read', 'getGoal', 'Get a goal', GoalResource, { params: KeyParams }),
    handler: async (request) => {
      const goal = await goals.find(bearerOf(request).project.id, request.params.key);
      if (!goal) throw refuse.notFound('no_goal', request.params);
      return ok(presentGoal(goal));
    },
  });

  app.patch<ByKey>('/goals/:key', {
    ...describe('goals:write', 'changeGoal', 'Change a goal', GoalResource, { params: KeyParams, body: GoalPatch }),
    handler: async (request) => {
      const { project } = bearerOf(request);
      const goal = await applyPatch(store, project.id, request.params.key, request.body);
      onChanged();
      await note(request, 'goal.updated', goal.key);
      return saved(goal);
    },
  });

  app.delete<ByKey>('/goals/:key', {
    ...describe('goals:write', 'deleteGoal', 'Delete a goal', Type.Null(), { params: KeyParams }),
    handler: async (request) => {
      const removed = await goals.remove(bearerOf(request).project.id, request.params.key);
      if (!removed) throw refuse.notFound('no_goal', request.params);
      onChanged();
      await note(request, 'goal.deleted', request.params.key);
      return ok(null);
    },
  });
}

async function applyPatch(
  store: Pick<Store, 'goals' | 'sessions'>,
  projectId: ProjectId,
  key: GoalKey,
  patch: unknown,
): Promise<Goal> {
  const goal = await updateGoal(store, projectId, key, (current, ownValue) => {
    const changed = changeGoal(current, patch, ownValue);
    if (!changed.ok) throw refuse.invalid(changed.faults);
    return changed.goal;
  });
  if (goal === null) throw refuse.notFound('no_goal', { key });
  return goal;
}

/** The answer to a goal that was saved, with warnings if there are any. */
function saved(goal: Goal): object {
  const warnings = ruleWarnings(goal).map(({ sentence }) => sentence);
  return ok(presentGoal(goal), warnings.length > 0 ? { warnings } : {});
}

const warnings = Type.Array(Type.String(), {
  description: 'Given when the rule may match nothing: why.',
  examples: [['The rule.href.pattern field can only match imported clicks: the tracker sends whole addresses.']],
});

type Parts = Pick<DescribedRoute, 'params' | 'body' | 'created'>;

function describe(ability: Ability, operationId: string, summary: string, data: TSchema, parts: Parts = {}) {
  return describeRoute({
    ability,
    operationId,
    summary,
    tag: 'Goals',
    data,
    ...parts,
    ...(parts.body && { others: { warnings: Type.Optional(warnings) } }),
    ...(parts.params && { notFound: 'no_goal' }),
  });
}
