import type { FastifyInstance } from 'fastify';
import Type, { type TSchema } from 'typebox';
import { bearerOf } from '../access/access-plugin.js';
import { noteRequests } from '../access/audit.js';
import { type DescribedRoute, describeRoute } from '../access/route.js';
import { refuse } from '../http/errors.js';
import { ok } from '../http/responses.js';
import { ID_PATTERNS } from '../model/ids.js';
import type { Project } from '../model/project.js';
import type { Ability } from '../model/token.js';
import type { Asked } from '../reports/request.js';
import { changeDocument, removeDocument } from '../store/change-document.js';
import type { Document, DocumentName } from '../store/documents.js';
import type { Store } from '../store/store.js';
import { fault } from '../validation/faults.js';
import { changeSaved, FUNNELS_MAX, parseSaved, type SavedFunnel, type StoredFunnel } from './saved.js';
import { SavedFunnelBody, SavedFunnelPatch, SavedFunnelResource } from './saved-schemas.js';

interface ByKey {
  Params: { key: string };
}

const params = Type.Object({ key: Type.String({ description: 'Key of the funnel.', examples: ['checkout'] }) });

/** `funnels` and `funnels/{key}`. */
export function addSavedFunnelRoutes(app: FastifyInstance, store: Store, now: () => number): void {
  const { documents, goals } = store;
  const noted = noteRequests(app, now);
  const askedOf = async (project: Project): Promise<Asked> => ({
    project,
    goals: await goals.list(project.id),
    now: now(),
  });
  const listOf = ({ id }: Project) =>
    documents.list<StoredFunnel>('funnel', id, { order: 'asc', after: null, limit: FUNNELS_MAX });

  app.get('/funnels', {
    ...describe('reports:read', 'listFunnels', 'List saved funnels', Type.Array(SavedFunnelResource)),
    handler: async (request) => ok((await listOf(bearerOf(request).project)).map(toSaved)),
  });

  app.post('/funnels', {
    ...describe('goals:write', 'saveFunnel', 'Save a funnel', SavedFunnelResource, {
      body: SavedFunnelBody,
      created: true,
    }),
    handler: async (request, reply) => {
      const { project } = bearerOf(request);
      const parsed = parseSaved(request.body, await askedOf(project));
      if (!parsed.ok) throw refuse.invalid(parsed.faults);
      const { key, ...body } = parsed.request;
      if ((await listOf(project)).length >= FUNNELS_MAX) {
        throw refuse.invalid([fault('body', 'funnels_full', { count: FUNNELS_MAX })]);
      }
      const saved = await documents.put(nameOf(project, key), null, body);
      if (saved === 'changed') throw refuse.invalid([fault('key', 'funnel_taken', { key })]);
      await noted(request, 'funnel.created', key);
      reply.code(201);
      return ok(toSaved(saved));
    },
  });

  app.get<ByKey>('/funnels/:key', {
    ...describe('reports:read', 'getSavedFunnel', 'Get a saved funnel', SavedFunnelResource, { params }),
    handler: async (request) => {
      const { key } = request.params;
      const saved = isKey(key) && (await documents.find<StoredFunnel>(nameOf(bearerOf(request).project, key)));
      if (!saved) throw refuse.notFound('no_funnel', { key });
      return ok(toSaved(saved));
    },
  });

  app.patch<ByKey>('/funnels/:key', {
    ...describe('goals:write', 'changeFunnel', 'Change a saved funnel', SavedFunnelResource, {
      params,
      body: SavedFunnelPatch,
    }),
    handler: async (request) => {
      const { key } = request.params;
      const { project } = bearerOf(request);
      const asked = await askedOf(project);
      const changed = await changeDocument<StoredFunnel>(documents, nameOf(project, keyOf(key)), (current) => {
        if (!current) throw refuse.notFound('no_funnel', { key });
        const parsed = changeSaved({ key, ...current }, request.body, asked);
        if (!parsed.ok) throw refuse.invalid(parsed.faults);
        const { key: _, ...body } = parsed.request;
        return body;
      });
      await noted(request, 'funnel.updated', key);
      return ok(toSaved(changed!));
    },
  });

  app.delete<ByKey>('/funnels/:key', {
    ...describe('goals:write', 'deleteFunnel', 'Delete a saved funnel', Type.Null(), { params }),
    handler: async (request) => {
      const { key } = request.params;
      const isRemoved = await removeDocument(documents, nameOf(bearerOf(request).project, keyOf(key)));
      if (!isRemoved) throw refuse.notFound('no_funnel', { key });
      await noted(request, 'funnel.deleted', key);
      return ok(null);
    },
  });
}

function nameOf({ id: owner }: Project, id: string): DocumentName {
  return { kind: 'funnel', owner, id };
}

const KEY = new RegExp(ID_PATTERNS.goal);

function isKey(text: string): boolean {
  return KEY.test(text);
}

/** A key of the address. Throws a 404 for one that no funnel can have. */
function keyOf(text: string): string {
  if (!isKey(text)) throw refuse.notFound('no_funnel', { key: text });
  return text;
}

function toSaved({ id, body }: Document<StoredFunnel>): SavedFunnel {
  return { key: id, ...body };
}

type Parts = Pick<DescribedRoute, 'params' | 'body' | 'created'>;

function describe(ability: Ability, operationId: string, summary: string, data: TSchema, parts: Parts = {}) {
  const notFound = parts.params && { notFound: 'no_funnel' as const };
  return describeRoute({ ability, operationId, summary, tag: 'Reports', data, ...parts, ...notFound });
}
