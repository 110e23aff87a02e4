import type { FastifyInstance, FastifyRequest } from 'fastify';
import Type from 'typebox';
import { bearerOf, signedInOf } from '../access/access-plugin.js';
import { noteRequests } from '../access/audit.js';
import { describeRoute } from '../access/route.js';
import { rotated } from '../access/signing.js';
import { refuse } from '../http/errors.js';
import { ok } from '../http/responses.js';
import { roleIn } from '../model/accounts/account.js';
import type { ProjectId } from '../model/ids.js';
import type { Project, ProjectChanges } from '../model/project.js';
import type { Store } from '../store/store.js';
import { fault, shown } from '../validation/faults.js';
import { checker } from '../validation/schema.js';
import { parseChanges, parseNewProject } from './change.js';
import { presentProject } from './present.js';
import {
  NewProject,
  ProjectDeletion,
  ProjectPatch,
  ProjectResource,
  SigningSecretResource,
} from './project-schemas.js';
import { newProject } from './settings.js';

interface ById {
  Params: { id: string };
}

const params = Type.Object({
  id: Type.String({ description: 'Id of the project.', examples: ['01KE0A9V3M3Y5Q8ZB7W6T1R2S3'] }),
});
const one = { tag: 'Projects', data: ProjectResource, params, notFound: 'no_project' } as const;

export interface ProjectRoutesOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Called after a project was removed, because there is something to erase. Does not reject. */
  readonly onRemoved: (id: ProjectId) => Promise<void>;
}

const deletionChecker = checker(ProjectDeletion);

/** `projects` and `projects/{id}`. A token sees its own project, and no other. */
export function addProjectRoutes(
  app: FastifyInstance,
  store: Pick<Store, 'projects' | 'documents'>,
  { now, onRemoved }: ProjectRoutesOptions,
): void {
  const { projects } = store;
  const noted = noteRequests(app, now);
  app.get('/projects', {
    ...describeRoute({
      ability: 'any',
      operationId: 'listProjects',
      summary: 'List projects',
      description: 'The projects that you may see, oldest first: of a token, its own.',
      tag: 'Projects',
      data: Type.Array(ProjectResource),
      isForEveryProject: true,
    }),
    handler: async (request) => ok((await visible(request)).map(presentProject)),
  });

  app.post('/projects', {
    ...describeRoute({
      account: 'owner',
      operationId: 'createProject',
      summary: 'Create a project',
      description: 'Needs a console session of an owner of all projects.',
      tag: 'Projects',
      body: NewProject,
      created: true,
      data: ProjectResource,
    }),
    handler: async (request, reply) => {
      const { id, email } = signedInOf(request).account;
      const parsed = parseNewProject(request.body);
      if (!parsed.ok) throw refuse.invalid(parsed.faults);
      const project = newProject(parsed.settings, now());
      await projects.create(project);
      await app.audit.note(null, {
        by: { kind: 'account', id, name: email },
        change: 'project.created',
        subject: project.id,
        at: now(),
      });
      reply.code(201);
      return ok(presentProject(project));
    },
  });

  app.get<ById>('/projects/:id', {
    ...describeRoute({ ...one, ability: 'any', operationId: 'getProject', summary: 'Get a project' }),
    handler: async (request) => ok(presentProject(await current(projectOf(request)))),
  });

  app.patch<ById>('/projects/:id', {
    ...describeRoute({
      ...one,
      ability: 'manage',
      operationId: 'changeProject',
      summary: 'Change a project',
      description: 'Changes count from now on, within a second; stored events stay as they are.',
      body: ProjectPatch,
    }),
    handler: async (request) => {
      const id = projectOf(request);
      const parsed = parseChanges(request.body);
      if (!parsed.ok) throw refuse.invalid(parsed.faults);
      const changed = await update(id, parsed.changes);
      await noted(request, 'project.updated', id);
      return ok(presentProject(changed));
    },
  });

  app.post<ById>('/projects/:id/signing-secret', {
    ...describeRoute({
      ...one,
      ability: 'manage',
      operationId: 'rotateSigningSecret',
      summary: 'Make a new signing secret',
      description: 'The secret before stays valid for an hour.',
      data: SigningSecretResource,
      irreversible: true,
    }),
    handler: async (request) => {
      const { id, signingSecrets } = await current(projectOf(request));
      const secrets = rotated(signingSecrets, now());
      await update(id, { signingSecrets: secrets });
      await noted(request, 'project.secret', id);
      const [{ secret }, ...replaced] = secrets;
      const still_valid = replaced.map(({ until }) => ({ until: new Date(until!).toISOString() }));
      return ok({ secret, still_valid });
    },
  });

  app.delete<ById>('/projects/:id', {
    ...describeRoute({
      ...one,
      ability: 'manage',
      operationId: 'deleteProject',
      summary: 'Delete a project',
      description:
        'Everything of it is gone for readers within a second: events, sessions, conversions, goals, notes, views, tokens. It is erased in the background, for good.',
      data: Type.Null(),
      body: ProjectDeletion,
      irreversible: true,
    }),
    handler: async (request) => {
      const { id, name } = await current(projectOf(request));
      const checked = deletionChecker.check(request.body);
      if (!checked.ok) throw refuse.invalid(checked.faults);
      if (checked.value.name !== name) throw refuse.invalid([fault('name', 'project_name', { name: shown(name) })]);
      await projects.remove(id);
      // Not in the project, whose entries are erased with it.
      await app.audit.note(null, { by: bearerOf(request).by, change: 'project.deleted', subject: id, at: now() });
      await onRemoved(id);
      return ok(null);
    },
  });

  async function visible(request: FastifyRequest): Promise<Project[]> {
    const { signedIn } = request;
    if (!signedIn) return [await current(bearerOf(request).project.id)];
    return (await projects.list()).filter(({ id }) => roleIn(signedIn.account, id) !== null);
  }

  /** The project as it is now: that of the token is up to a second old. */
  async function current(id: ProjectId): Promise<Project> {
    return existing(id, await projects.find(id));
  }

  async function update(id: ProjectId, changes: ProjectChanges): Promise<Project> {
    return existing(id, await projects.update(id, changes));
  }
}

function existing(id: ProjectId, found: Project | null): Project {
  if (!found) throw refuse.notFound('no_project', { id });
  return found;
}

/**
 * The project that a path names.
 *
 * @throws {ApiError} a 404 when it is not the project of the request.
 */
function projectOf(request: FastifyRequest<ById>): ProjectId {
  const { id } = bearerOf(request).project;
  if (request.params.id !== id) throw refuse.notFound('no_project', request.params);
  return id;
}
