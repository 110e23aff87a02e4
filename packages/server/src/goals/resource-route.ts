import type { TSchema } from 'typebox';
import { refusals, success } from '../http/responses.js';
import type { Ability } from '../model/token.js';

/** What a request has besides its address. */
export interface RouteParts {
  readonly params?: TSchema;
  readonly body?: TSchema;
  /** Whether the answer is a 201. */
  readonly created?: true;
}

interface ResourceRoute extends RouteParts {
  readonly ability: Ability;
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly data: TSchema;
  /** Fields of the answer beside `data`. */
  readonly beside?: Readonly<Record<string, TSchema>>;
}

/** The configuration and schema of a route of a resource. */
export function describeRoute({ ability, operationId, summary, tags, data, beside, ...parts }: ResourceRoute) {
  const { created, ...reads } = parts;
  const refused = refusals(
    401,
    403,
    ...(reads.params ? [404 as const] : []),
    ...(reads.body ? BODY_REFUSALS : []),
    429,
    503,
  );
  const response = { [created ? 201 : 200]: success(data, beside), ...refused };
  return { config: { ability }, schema: { operationId, summary, tags, ...reads, response } };
}

const BODY_REFUSALS = [413, 415, 422] as const;

export function ok(data: unknown): object {
  return { error: false, data };
}
