import type { FastifyContextConfig } from 'fastify';
import type { TSchema } from 'typebox';
import type { NotFound } from '../http/errors.js';
import { refusals, success } from '../http/responses.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The sentence of a 404 of the route, for the API reference. */
    notFound?: NotFound;
    /** Whether a console session need not name a project; the request may then have no bearer. */
    isForEveryProject?: boolean;
  }
}

/** A route that reads JSON, if anything, and answers with JSON. */
export interface DescribedRoute {
  readonly ability: NonNullable<FastifyContextConfig['ability']>;
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly tag: string;
  /** `data` of the answer. */
  readonly data: TSchema;
  /** Fields of the answer beside `data`. */
  readonly others?: Readonly<Record<string, TSchema>>;
  readonly params?: TSchema;
  readonly querystring?: TSchema;
  readonly body?: TSchema;
  /** Whether it answers 201. */
  readonly created?: true;
  /** Whether no other request can undo it, so that collections of requests leave it out. */
  readonly irreversible?: true;
  /** Whether it is about no project in particular, so that a console session need not name one. */
  readonly isForEveryProject?: true;
  /** Given if the route may answer 404. */
  readonly notFound?: NotFound;
}

/** The configuration and the schema of a route. */
export function describeRoute(route: DescribedRoute) {
  const { ability, operationId, summary, description, tag, data, others, params, querystring, body } = route;
  const { created, irreversible, isForEveryProject, notFound } = route;
  return {
    config: { ability, ...(isForEveryProject && { isForEveryProject }), ...(notFound && { notFound }) },
    schema: {
      operationId,
      summary,
      ...(description !== undefined && { description }),
      tags: [tag],
      ...(irreversible && { [IRREVERSIBLE]: true }),
      ...(params && { params }),
      ...(querystring && { querystring }),
      ...(body && { body }),
      response: {
        [created ? 201 : 200]: success(data, others),
        ...refusals(
          401,
          403,
          ...(notFound ? NOT_FOUND : []),
          ...(body ? BODY_REFUSALS : querystring ? INVALID : []),
          429,
          503,
        ),
      },
    },
  };
}

/** Marks an operation of the OpenAPI document that no other can undo. */
const IRREVERSIBLE = 'x-irreversible';

const NOT_FOUND = [404] as const;
const INVALID = [422] as const;
const BODY_REFUSALS = [413, 415, 422] as const;
