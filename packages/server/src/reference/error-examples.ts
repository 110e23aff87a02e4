import type { FastifyContextConfig, FastifySchema } from 'fastify';
import Type, { type TSchema } from 'typebox';
import { type ApiError, type NotFound, refuse } from '../http/errors.js';
import { BODY_BYTES_MAX } from '../http/json-body.js';
import { examples } from '../http/responses.js';
import { anyOf, type Fault, type Faults } from '../validation/faults.js';
import { checker } from '../validation/schema.js';
import type { Json } from './json.js';

/** The parts of a route's Fastify configuration that its error examples depend on. */
type Config = Pick<FastifyContextConfig, 'ability' | 'account' | 'mediaType' | 'bodyBytesMax' | 'notFound'>;

/**
 * The schema of a route, with examples for each of its error responses. The examples are what this route really
 * answers, with its own ability, fields, limit and media type.
 */
export function withErrorExamples(schema: FastifySchema | undefined, config: Config = {}): FastifySchema {
  const responses = (schema?.response ?? {}) as Readonly<Record<string, Json>>;
  const shown = Object.entries(responses).map(([status, response]) => {
    const example = EXAMPLES[Number(status)];
    return [status, example ? { ...response, ...examples(example(schema as RouteSchema, config)) } : response];
  });
  return { ...schema, response: Object.fromEntries(shown) };
}

interface RouteSchema {
  readonly body?: TSchema;
  readonly querystring?: TSchema;
  readonly params?: TSchema;
  readonly tags?: readonly string[];
}

type Examples = Parameters<typeof examples>[0];

const one = (summary: string, { body }: ApiError): Examples => ({ error: { summary, value: body } });

const EXAMPLES: Readonly<Record<number, (schema: RouteSchema, config: Config) => Examples>> = {
  401: () => one('The token is missing or not valid', refuse.unauthenticated()),
  403: (_, { ability, account }) => {
    if (account !== undefined) return one('The request may not do this', ACCOUNT_REFUSALS[account]);
    if (ability === 'any') return one('A share link asks for more than reports', refuse.forbiddenShareLink());
    return one('The token lacks the ability', refuse.forbidden(ability!));
  },
  404: ({ params, body }, { notFound = 'no_session' }) =>
    one('It does not exist', notFoundOf(notFound, (fieldsOf(params) ?? fieldsOf(body)!) as Json)),
  413: (_, { bodyBytesMax = BODY_BYTES_MAX }) => one('The body is too large', refuse.tooLarge(bodyBytesMax)),
  415: (_, { mediaType = 'application/json' }) =>
    one('The body is of another media type', refuse.unsupportedMediaType(mediaType)),
  422: ({ body, querystring }) => invalid(fieldsOf(body) ?? fieldsOf(querystring) ?? {}),
  429: () => one('The window has no requests left', refuse.rateLimited()),
  503: () => one('The store is unavailable', refuse.unavailable()),
};

const ACCOUNT_REFUSALS = {
  'own-page': refuse.forbiddenPage(),
  any: refuse.forbiddenToken(),
  owner: refuse.forbiddenToken(),
  'project-owner': refuse.forbiddenToken(),
} as const;

/** The error for a name that names nothing: `key` or `id` in the path, or `insight_id` in the body. */
function notFoundOf(name: NotFound, { key, id, insight_id: view }: Readonly<Record<string, Json>>): ApiError {
  if (view) return refuse.noView(view.examples[0]);
  const filling = key ? { key: key.examples[0] } : { id: id!.examples[0] };
  return refuse.notFound(name, filling as never);
}

type Fields = Readonly<Record<string, TSchema>>;

/** The fields of an object, or of the first alternative of an `anyOf`; null for any other schema. */
function fieldsOf(schema: Json | undefined): Fields | null {
  return schema?.properties ?? (schema?.anyOf ? fieldsOf(schema.anyOf[0]) : null);
}

/** Examples of a missing required field, of a wrong field, and of both, if the schema has such fields. */
function invalid(fields: Fields): Examples {
  const names = Object.keys(fields);
  const missing = names.find((name) => faultsOf(fields, name, {}).length > 0);
  const wrong = names.find((name) => name !== missing && wrongValue(fields, name) !== undefined);
  const isMissing = missing === undefined ? [] : faultsOf(fields, missing, {});
  const isWrong = wrong === undefined ? [] : faultsOf(fields, wrong, { [wrong]: wrongValue(fields, wrong) });
  const isMissingFirst = names.indexOf(missing!) < names.indexOf(wrong!);
  const both = isMissingFirst ? [...isMissing, ...isWrong] : [...isWrong, ...isMissing];
  return {
    ...(anyOf(isMissing) && { missing: example('A field is missing', isMissing) }),
    ...(anyOf(isWrong) && { wrong: example('A field is wrong', isWrong) }),
    ...(anyOf(isMissing) && anyOf(isWrong) && anyOf(both) && { several: example('Several fields are wrong', both) }),
  };
}

const example = (summary: string, faults: Faults) => ({ summary, value: refuse.invalid(faults).body });

/** The faults of one field in a body, with the API's error sentences. */
function faultsOf(fields: Fields, name: string, body: object): readonly Fault[] {
  const checked = checker(Type.Object({ [name]: fields[name]! })).check(body);
  return checked.ok ? [] : checked.faults;
}

/**
 * A value that the field refuses; undefined when it accepts all of these, or when its error sentence depends on another
 * field, because then the example would not hold for every body.
 */
function wrongValue(fields: Fields, name: string): unknown {
  if (!('expected' in fields[name]!)) return undefined;
  return WRONG_VALUES.find((value) => faultsOf(fields, name, { [name]: value }).length > 0);
}

const WRONG_VALUES = ['?', 0];
