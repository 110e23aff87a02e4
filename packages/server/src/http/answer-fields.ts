import Type, { type TSchema, type TSchemaOptions } from 'typebox';
import { ORIGINS } from '../model/event.js';

// Fields used by the schemas of answers. Fields of request bodies are in `validation/schema.ts`.

export function textOrNull(description: string, example?: string) {
  return orNull(Type.String(), { description, ...(example !== undefined && { examples: [example] }) });
}

export function orNull<S extends TSchema>(schema: S, annotations: TSchemaOptions) {
  return Type.Union([schema, Type.Null()], annotations);
}

/** A count. */
export function count(description: string, example: number) {
  return Type.Integer({ minimum: 0, description, examples: [example] });
}

/** Who sent something; `subject` begins the description. */
export function originField(subject: string) {
  return Type.Enum([...ORIGINS], {
    type: 'string',
    description: `${subject}: \`trusted\` if with a token or by an import, \`public\` if the site key was enough.`,
    examples: ['trusted'],
  });
}

/** A time in an answer: RFC 3339 in UTC. */
export function time(description = 'UTC.', example = '2026-01-03T10:00:00.000Z') {
  return Type.String({ format: 'date-time', description, examples: [example] });
}
