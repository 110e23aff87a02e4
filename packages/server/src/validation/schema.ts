import { IsArray, IsObject, IsOptional, IsUnion, type Static, type TArrayOptions, type TSchema, Type } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';
import Format from 'typebox/format';
import { anyOf, FAULTS_MAX, type Fault, type Faults, fault, isRecord, shown } from './faults.js';

// As in JSON Schema itself, `format` only describes the intended content of a text. The code that reads the text
// validates it.
Format.Clear();

/** A compiled schema. The schema remains the only definition of valid values. */
export interface Checker<S extends TSchema> {
  readonly schema: S;
  /** Accepts a value, or gives at least one fault. */
  check(value: unknown): Checked<Static<S>>;
}

export type Checked<Value> =
  | { readonly ok: true; readonly value: Value }
  /** In the order of the schema's fields. At most `FAULTS_MAX`. */
  | { readonly ok: false; readonly faults: Faults };

const ROOT = 'body';

/**
 * Compiles a schema. Every part that is not an object or an array must have an `expected` text that completes "must be
 * …"; lists have one for their length. Sentences are made from these texts only.
 */
export function checker<S extends TSchema>(schema: S): Checker<S> {
  const validator = Compile(schema);
  return {
    schema,
    check: (value) =>
      validator.Check(value) ? { ok: true, value: value as Static<S> } : { ok: false, faults: refused(schema, value) },
  };
}

/** An optional field; null means absent. Its `expected` text is that of `schema`. */
export function optional<S extends TSchema>(schema: S, annotations: object) {
  return Type.Optional(Type.Union([schema, Type.Null()], { ...annotations, expected: expected(schema) }));
}

/** The faults of a value that was refused as a whole: it is not checked again, so there is always one. */
function refused(schema: TSchema, value: unknown): Faults {
  const faults = [...take(faultsInside(schema, value, ''), FAULTS_MAX)];
  return anyOf(faults) ? faults : [faultOfWhole(schema, value, '')];
}

function* faultsOf(schema: TSchema, value: unknown, path: string): Generator<Fault> {
  if (validatorOf(schema).Check(value)) return;
  const inner = [...faultsInside(schema, value, path)];
  if (inner.length > 0) yield* inner;
  else yield faultOfWhole(schema, value, path);
}

function faultOfWhole(schema: TSchema, value: unknown, path: string): Fault {
  const found = { expected: expected(schema), value: shown(value) };
  return path === '' ? fault(ROOT, 'wrong_body', found) : fault(path, 'wrong', { field: path, ...found });
}

/**
 * Faults inside a value. None when the value as a whole is wrong: its type, or its length, in which case its items are
 * not checked.
 */
function* faultsInside(schema: TSchema, value: unknown, path: string): Generator<Fault> {
  if (IsObject(schema) && isRecord(value)) {
    for (const [name, property] of Object.entries(schema.properties)) {
      const inner = path === '' ? name : `${path}.${name}`;
      if (value[name] !== undefined) yield* faultsOf(property, value[name], inner);
      else if (!IsOptional(property)) {
        yield fault(inner, 'required', { field: inner, expected: expected(property) });
      }
    }
  } else if (IsArray(schema) && Array.isArray(value)) {
    if (!isLengthRight({ ...schema }, value)) return;
    for (const [index, item] of value.entries()) {
      yield* faultsOf(schema.items, item, path === '' ? `${index}` : `${path}.${index}`);
    }
  } else if (IsUnion(schema)) {
    const variant = schema.anyOf.find(
      (one) => IsUnion(one) || (IsArray(one) && Array.isArray(value)) || (IsObject(one) && isRecord(value)),
    );
    if (variant) yield* faultsInside(variant, value, path);
  }
}

function isLengthRight({ minItems = 0, maxItems = Number.POSITIVE_INFINITY }: TArrayOptions, list: unknown[]): boolean {
  return list.length >= minItems && list.length <= maxItems;
}

/** Compiled on demand, when a wrong value is sent. */
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

function* take<T>(items: Iterable<T>, most: number): Generator<T> {
  let taken = 0;
  for (const item of items) {
    if (taken++ === most) return;
    yield item;
  }
}
