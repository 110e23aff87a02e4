import type { FastifyRequest } from 'fastify';

/** What the log says of whoever sent a request: the project, and the id of the token, account or share link. */
export function fromWhom({ bearer }: FastifyRequest): Readonly<Record<string, string>> {
  if (!bearer) return {};
  const { by, project } = bearer;
  return { project: project.id, ...(by.kind !== 'command' && { [by.kind]: by.id }) };
}
