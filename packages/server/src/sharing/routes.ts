import type { FastifyInstance } from 'fastify';
import Type, { type Static } from 'typebox';
import { bearerOf } from '../access/access-plugin.js';
import type { Passwords } from '../access/password.js';
import { passwordFaults } from '../access/password.js';
import { describeRoute } from '../access/route.js';
import { newSecret } from '../access/secret.js';
import { refuse } from '../http/errors.js';
import { ok } from '../http/responses.js';
import { SHARE_LINKS_MAX, type ShareLink } from '../model/accounts/share-link.js';
import { isUlid, nextUlid } from '../model/ulid.js';
import { DAY_MS } from '../model/visitor.js';
import { removeDocument } from '../store/change-document.js';
import { allDocuments } from '../store/every-document.js';
import type { Store } from '../store/store.js';
import { fault } from '../validation/faults.js';
import { NewShareLinkResource, ShareLinkBody, ShareLinkResource } from './schemas.js';

const params = Type.Object({
  id: Type.String({ description: 'Id of the share link.', examples: ['01KE0A9V3M3Y5Q8ZB7W6T1R2S9'] }),
});
const about = { ability: 'manage', tag: 'Accounts' } as const;

/** `share-links`: links that show the project's reports to whoever has them. */
export function addShareLinkRoutes(app: FastifyInstance, store: Store, passwords: Passwords, now: () => number): void {
  const { documents } = store;
  app.get('/share-links', {
    ...describeRoute({
      ...about,
      operationId: 'listShareLinks',
      summary: 'List share links',
      description: 'Oldest first; those that have expired, too.',
      data: Type.Array(ShareLinkResource),
    }),
    handler: async (request) => {
      const all = await allDocuments<ShareLink>(documents, 'share-link', bearerOf(request).project.id);
      return ok(all.map(({ id, body }) => present(id, body)));
    },
  });

  app.post('/share-links', {
    ...describeRoute({
      ...about,
      operationId: 'createShareLink',
      summary: 'Create a share link',
      description:
        'Whoever has it can read the reports of the project, and nothing else. It is shown once, in this answer. A token needs the ability `reports:read`, too.',
      data: NewShareLinkResource,
      body: ShareLinkBody.schema,
      created: true,
    }),
    handler: async (request, reply) => {
      const { project, by, abilities } = bearerOf(request);
      // Otherwise a token could read with a link what it cannot read itself.
      if (!abilities.includes('reports:read')) throw refuse.forbidden('reports:read');
      const checked = ShareLinkBody.check(request.body);
      if (!checked.ok) throw refuse.invalid(checked.faults);
      const { name = null, password = null, expires_in_days: days = null } = checked.value;
      const [wrong, ...more] = password === null ? [] : passwordFaults('password', password, null);
      if (wrong) throw refuse.invalid([wrong, ...more]);
      if ((await allDocuments(documents, 'share-link', project.id)).length >= SHARE_LINKS_MAX) {
        throw refuse.invalid([fault('body', 'share_links_full', { count: SHARE_LINKS_MAX })]);
      }
      const { secret, secretHash } = newSecret();
      const at = now();
      const id = nextUlid(at);
      const passwordHash = password === null ? null : await passwords.hash(password);
      const expiresAt = days === null ? null : at + days * DAY_MS;
      const link: ShareLink = { name, secretHash, passwordHash, createdAt: at, expiresAt };
      await documents.put({ kind: 'share-link', owner: project.id, id }, null, link);
      await app.audit.note(project.id, { by, change: 'share-link.created', subject: id, at });
      reply.code(201);
      return ok({ ...present(id, link), link: `gps_${project.id}_${id}_${secret}` });
    },
  });

  app.delete<{ Params: { id: string } }>('/share-links/:id', {
    ...describeRoute({
      ...about,
      operationId: 'deleteShareLink',
      summary: 'Delete a share link',
      description: 'It shows nothing anymore within a second.',
      data: Type.Null(),
      params,
      notFound: 'no_share_link',
    }),
    handler: async (request) => {
      const { project, by } = bearerOf(request);
      const { id } = request.params;
      const removed = isUlid(id) && (await removeDocument(documents, { kind: 'share-link', owner: project.id, id }));
      if (!removed) throw refuse.notFound('no_share_link', { id });
      await app.audit.note(project.id, { by, change: 'share-link.deleted', subject: id, at: now() });
      return ok(null);
    },
  });
}

function present(
  id: string,
  { name, passwordHash, createdAt, expiresAt }: ShareLink,
): Static<typeof ShareLinkResource> {
  return {
    id,
    name,
    has_password: passwordHash !== null,
    created_at: new Date(createdAt).toISOString(),
    expires_at: expiresAt === null ? null : new Date(expiresAt).toISOString(),
  };
}
