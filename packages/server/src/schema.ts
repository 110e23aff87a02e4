import { IsArray, IsObject, IsOptional, type Static, type TArrayOptions, type TSchema } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';

/** What is wrong with one field: its path, dotted (`session_ids.3`; `body` for the whole), and a sentence about it. */
export interface Fault {
  readonly path: string;
  readonly sentence: string;
}

/** A schema ready for use. The schema itself stays the one place that says what is right. */
export interface Checker<S extends TSchema> {
  readonly schema: S;
  accepts(value: unknown): value is Static<S>;
  /** In the order of the schema's fields; empty when the value is accepted. At most `FAULTS_MAX`. */
  faults(value: unknown): Fault[];
}

/** More faults than this are not looked for, so that a hostile body cannot make its own error report grow. */
export const FAULTS_MAX = 100;

const ROOT = 'body';

/**
 * Prepares a schema. Every part of it that is not an object or an array carries an `expected` text that completes
 * "must be …"; lists do so too, for their length. Sentences are made from those alone.
 */
export function checker<S extends TSchema>(schema: S): Checker<S> {
  const validator = Compile(schema);
  return {
    schema,
    accepts: (value): value is Static<S> => validator.Check(value),
    faults: (value) => (validator.Check(value) ? [] : [...take(faultsOf(schema, value, ''), FAULTS_MAX)]),
  };
}

export function fault(path: string, sentence: string): Fault {
  return { path, sentence };
}

function* faultsOf(schema: TSchema, value: unknown, path: string): Generator<Fault> {
  if (validatorOf(schema).Check(value)) return;
  const inner = [...faultsInside(schema, value, path)];
  if (inner.length > 0) yield* inner;
  else {
    const field = path === '' ? 'request body' : `${path} field`;
    yield fault(path === '' ? ROOT : path, `The ${field} must be ${expected(schema)}; got ${shown(value)}.`);
  }
}

/** Nothing when the fault is of the value as a whole: its kind, or its length, which spares a look at every item. */
function* faultsInside(schema: TSchema, value: unknown, path: string): Generator<Fault> {
  if (IsObject(schema) && isRecord(value)) {
    for (const [name, property] of Object.entries(schema.properties)) {
      const inner = path === '' ? name : `${path}.${name}`;
      if (value[name] !== undefined) yield* faultsOf(property, value[name], inner);
      else if (!IsOptional(property)) {
        yield fault(inner, `The ${inner} field is required: it must be ${expected(property)}.`);
      }
    }
  } else if (IsArray(schema) && Array.isArray(value)) {
    const { minItems = 0, maxItems = Number.POSITIVE_INFINITY } = schema as unknown as TArrayOptions;
    if (value.length < minItems || value.length > maxItems) return;
    for (const [index, item] of value.entries()) {
      yield* faultsOf(schema.items, item, path === '' ? `${index}` : `${path}.${index}`);
    }
  }
}

/** Compiled only once somebody sends a wrong value. */
const validators = new WeakMap<TSchema, Validator>();
function validatorOf(schema: TSchema): Validator {
  const validator = validators.get(schema) ?? Compile(schema);
  validators.set(schema, validator);
  return validator;
}

function expected(schema: TSchema): string {
  if ('expected' in schema) return String(schema.expected);
  return IsObject(schema) ? 'a JSON object' : 'a JSON array';
}

/** A refused value as the sentence shows it: short, and told apart from a word of the sentence. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (isRecord(value)) return 'an object';
  const text = JSON.stringify(value);
  return text.length <= 80 ? text : `${text.slice(0, 76)}…`;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function* take<T>(items: Iterable<T>, most: number): Generator<T> {
  let taken = 0;
  for (const item of items) {
    if (taken++ === most) return;
    yield item;
  }
}
