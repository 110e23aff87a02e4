import type { FastifyInstance, FastifyRequest } from 'fastify';
import Type, { type Static, type TSchema } from 'typebox';
import { bearerOf } from '../access/access-plugin.js';
import { noteRequests } from '../access/audit.js';
import { describeRoute } from '../access/route.js';
import { refuse } from '../http/errors.js';
import { NO_VIEW, ok } from '../http/responses.js';
import type { Project } from '../model/project.js';
import type { Ability } from '../model/token.js';
import type { Document } from '../store/documents.js';
import type { Store } from '../store/store.js';
import { fault, shown } from '../validation/faults.js';
import { type Checker, checker } from '../validation/schema.js';
import {
  DefaultView,
  ListedView,
  NewView,
  VIEW_BYTES_MAX,
  VIEW_DATA_EXPECTED,
  ViewChange,
  ViewName,
  ViewOrNull,
  ViewResource,
} from './view-schemas.js';
import { VIEWS_MAX, type View, Views } from './views.js';

const checkers = {
  name: checker(ViewName),
  created: checker(NewView),
  change: checker(ViewChange),
  default: checker(DefaultView),
};

/** Beside `data` in every answer of this family. */
const MESSAGE = { message: 'OK' };
const message = Type.String({ description: 'Always "OK".', examples: [MESSAGE.message] });

interface Described {
  readonly data: TSchema;
  readonly body?: TSchema;
  readonly created?: true;
  readonly description?: string;
  readonly isNotFound?: true;
}

function describeView(ability: Ability, operationId: string, summary: string, { isNotFound, ...parts }: Described) {
  const { config, schema } = describeRoute({
    ability,
    operationId,
    summary,
    tag: 'Insights',
    others: { message },
    ...(isNotFound && { notFound: 'no_view' }),
    ...parts,
  });
  return { config, schema: { ...schema, response: { ...schema.response, ...(isNotFound && { 404: NO_VIEW }) } } };
}

/** `insight/…`: saved views, with the names and answers of the contract's family of endpoints. */
export function addInsightRoutes(app: FastifyInstance, store: Pick<Store, 'documents'>, now: () => number): void {
  const views = new Views(store.documents);
  const noted = noteRequests(app, now);

  app.post('/insight/create', {
    ...describeView('goals:write', 'createInsight', 'Save a view', {
      data: ViewResource,
      body: NewView,
      created: true,
    }),
    handler: async (request, reply) => {
      const { project } = bearerOf(request);
      const { label, data } = checkedBody(checkers.created, request);
      requireSmall(data);
      const view = await views.create(project.id, { label, data }, now());
      if (view === 'full') throw refuse.invalid([fault('body', 'views_full', { count: VIEWS_MAX })]);
      await noted(request, 'view.created', view.id);
      reply.code(201);
      return ok(present(view, project), MESSAGE);
    },
  });

  app.post('/insight/list', {
    ...describeView('reports:read', 'listInsights', 'List saved views', {
      description: 'In the order in which they were created, without their `data`.',
      data: Type.Array(ListedView),
    }),
    handler: async (request) => {
      const { id: owner } = bearerOf(request).project;
      const chosen = await views.default(owner);
      const listed = (await views.all(owner)).map(({ id, body: { label } }) => ({
        id,
        label,
        is_default: id === chosen?.id,
      }));
      return ok(listed, MESSAGE);
    },
  });

  app.post('/insight/detail', {
    ...describeView('reports:read', 'getInsight', 'Get a saved view', {
      data: ViewResource,
      body: ViewName,
      isNotFound: true,
    }),
    handler: async (request) => {
      const { project } = bearerOf(request);
      const { insight_id: id } = checkedBody(checkers.name, request);
      return ok(present(existing(id, await views.find(project.id, id)), project), MESSAGE);
    },
  });

  app.post('/insight/update', {
    ...describeView('goals:write', 'changeInsight', 'Change a saved view', {
      data: ViewResource,
      body: ViewChange,
      isNotFound: true,
    }),
    handler: async (request) => {
      const { project } = bearerOf(request);
      const { insight_id: id, label, data } = checkedBody(checkers.change, request);
      if (data != null) requireSmall(data);
      const changes = { ...(label != null && { label }), ...(data != null && { data }) };
      const view = existing(id, await views.change(project.id, id, changes));
      await noted(request, 'view.updated', id);
      return ok(present(view, project), MESSAGE);
    },
  });

  app.post('/insight/default-set', {
    ...describeView('goals:write', 'setDefaultInsight', 'Choose the default view', {
      description: 'Of the project, for all who look at it.',
      data: ViewOrNull,
      body: DefaultView,
      isNotFound: true,
    }),
    handler: async (request) => {
      const { project } = bearerOf(request);
      const { insight_id: id } = checkedBody(checkers.default, request);
      const view = id === null ? null : existing(id, await views.find(project.id, id));
      await views.setDefault(project.id, id);
      await noted(request, 'view.default', id ?? 'none');
      return ok(view && present(view, project), MESSAGE);
    },
  });

  app.post('/insight/default-get', {
    ...describeView('reports:read', 'getDefaultInsight', 'Get the default view', {
      description: '`data` is null when none is set.',
      data: ViewOrNull,
    }),
    handler: async (request) => {
      const { project } = bearerOf(request);
      const view = await views.default(project.id);
      return ok(view && present(view, project), MESSAGE);
    },
  });

  app.post('/insight/delete', {
    ...describeView('goals:write', 'deleteInsight', 'Delete a saved view', {
      data: Type.Null(),
      body: ViewName,
      isNotFound: true,
    }),
    handler: async (request) => {
      const { insight_id: id } = checkedBody(checkers.name, request);
      if (!(await views.remove(bearerOf(request).project.id, id))) throw refuse.noView(id);
      await noted(request, 'view.deleted', id);
      return ok(null, MESSAGE);
    },
  });
}

function checkedBody<S extends TSchema>(of: Checker<S>, { body }: FastifyRequest): Static<S> {
  const checked = of.check(body);
  if (!checked.ok) throw refuse.invalid(checked.faults);
  return checked.value;
}

/** @throws {ApiError} a 422 */
function requireSmall(data: object): void {
  if (Buffer.byteLength(JSON.stringify(data)) <= VIEW_BYTES_MAX) return;
  throw refuse.invalid([fault('data', 'wrong', { field: 'data', expected: VIEW_DATA_EXPECTED, value: shown(data) })]);
}

function existing(id: string, view: Document<View> | null): Document<View> {
  if (!view) throw refuse.noView(id);
  return view;
}

function present({ id, body: { label, data } }: Document<View>, { createdAt }: Project): Static<typeof ViewResource> {
  return { project_created_at: new Date(createdAt).toISOString(), data, id, label };
}
