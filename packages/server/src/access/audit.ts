import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Change } from '../model/accounts/audit.js';
import { bearerOf } from './access-plugin.js';

/** Notes that a request has changed something of its project. */
export type NoteRequest = (request: FastifyRequest, change: Change, subject: string) => Promise<void>;

/** `now`: milliseconds since 1970. */
export function noteRequests({ audit }: FastifyInstance, now: () => number): NoteRequest {
  return (request, change, subject) => {
    const { by, project } = bearerOf(request);
    return audit.note(project.id, { by, change, subject, at: now() });
  };
}
