import type { FastifyContextConfig } from 'fastify';
import type { TSchema } from 'typebox';
import { ANSWERS_CSV } from '../http/csv/csv-schema.js';
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

/**
 * A route that reads JSON, if anything, and answers with JSON. Three are described where they are, because they do neither:
 * `events/import` reads a stream, `live` answers with one, and `track` is for pages of any origin.
 */
export type DescribedRoute = Description & Callers & Answered;

interface Description {
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly tag: string;
  readonly params?: TSchema;
  readonly querystring?: TSchema;
  readonly body?: TSchema;
  /** Whether it answers 201. */
  readonly created?: true;
  /** Whether it answers with CSV as well, which `raw` in the query is about. */
  readonly csv?: true;
  /** Whether no other request can undo it, so that collections of requests leave it out. */
  readonly irreversible?: true;
  /** Given if the route may answer 404. */
  readonly notFound?: NotFound;
}

type Callers =
  | {
      readonly ability: NonNullable<FastifyContextConfig['ability']>;
      readonly isShared?: true;
      /** Whether it is about no project in particular, so that a console session need not name one. */
      readonly isForEveryProject?: true;
      readonly account?: undefined;
    }
  | {
      /** For a route about accounts, which needs a console session, or the console's own page. */
      readonly account: NonNullable<FastifyContextConfig['account']>;
      readonly ability?: undefined;
      readonly isShared?: undefined;
      readonly isForEveryProject?: undefined;
    };

type Answered =
  | {
      /** `data` of the answer. */
      readonly data: TSchema;
      /** Fields of the answer beside `data`. */
      readonly others?: Readonly<Record<string, TSchema>>;
      readonly answer?: undefined;
    }
  | {
      /** The answer with its headers, of a route whose `data` has several shapes. */
      readonly answer: TSchema;
      readonly data?: undefined;
      readonly others?: undefined;
    };

/** The configuration and the schema of a route. */
export function describeRoute(route: DescribedRoute) {
  const { operationId, summary, description, tag, params, querystring, body } = route;
  const { ability, isShared, isForEveryProject, account, notFound } = route;
  const { created, csv, irreversible } = route;
  return {
    config: {
      ...(ability && { ability }),
      ...(isShared && { isShared }),
      ...(isForEveryProject && { isForEveryProject }),
      ...(account && { account }),
      ...(notFound && { notFound }),
    },
    schema: {
      operationId,
      summary,
      ...(description !== undefined && { description }),
      tags: [tag],
      ...(account && { security: account === 'own-page' ? [] : [{ console: [] }], 'x-console': true }),
      ...(irreversible && { [IRREVERSIBLE]: true }),
      ...(csv && ANSWERS_CSV),
      ...(params && { params }),
      ...(querystring && { querystring }),
      ...(body && { body }),
      response: {
        [created ? 201 : 200]: route.answer ?? success(route.data, route.others),
        ...refusals(
          ...(account === 'own-page' ? [] : UNAUTHENTICATED),
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

const UNAUTHENTICATED = [401] as const;
const NOT_FOUND = [404] as const;
const INVALID = [422] as const;
const BODY_REFUSALS = [413, 415, 422] as const;
