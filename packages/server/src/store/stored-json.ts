import { type Static, type TSchema, Type } from 'typebox';
import type { ChainElement, PropertyValue } from '../model/event.js';
import { TEXT_MATCHES, type TypedRule, URL_PARTS } from '../model/goal.js';
import type { SigningSecret } from '../model/project.js';
import { ABILITIES, type Ability } from '../model/token.js';
import { shown } from '../validation/faults.js';
import { type Checker, checker } from '../validation/schema.js';

// Parses the JSON texts that stores keep. The schemas describe what was written, without the limits for requests:
// limits may change, and data accepted under older ones must stay readable.

const Texts = Type.Array(Type.String());
const AnyKey = Type.String({ pattern: '^[\\s\\S]*$' });
const Properties = Type.Record(AnyKey, Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()]));
const TextRule = { match: Type.Enum([...TEXT_MATCHES]), pattern: Type.String() };

const chain = checker(
  Type.Array(
    Type.Object({
      tag: Type.String(),
      id: Type.Optional(Type.String()),
      classes: Type.Optional(Texts),
      attributes: Type.Optional(Type.Record(AnyKey, Type.String())),
    }),
  ),
);
const properties = checker(Properties);
const texts = checker(Texts);
const abilities = checker(Type.Array(Type.Enum([...ABILITIES])));
const signingSecrets = checker(
  Type.Array(Type.Object({ secret: Type.String(), until: Type.Union([Type.Number(), Type.Null()]) })),
);
const rules = {
  url: checker(Type.Object({ ...TextRule, on: Type.Enum([...URL_PARTS]) })),
  click: checker(
    Type.Object({
      selector: Type.Optional(Type.String()),
      text: Type.Optional(Type.String()),
      href: Type.Optional(Type.Object(TextRule)),
    }),
  ),
  event: checker(Type.Object({ name: Type.String(), properties: Type.Optional(Properties) })),
};

/** Stored data is damaged. The message tells the operator what is damaged. */
export class DamagedData extends Error {
  override readonly name = 'DamagedData';
}

/** @throws {DamagedData}, as do all functions here. */
export function storedElement(json: string): ChainElement[] {
  return read(chain, json, 'the chain of a clicked element');
}

export function storedProperties(json: string): Record<string, PropertyValue> {
  return read(properties, json, "a custom event's properties");
}

export function storedRule(type: TypedRule['type'], json: string): TypedRule {
  switch (type) {
    case 'url':
      return { type, rule: read(rules.url, json, 'the rule of a url goal') };
    case 'click':
      return { type, rule: read(rules.click, json, 'the rule of a click goal') };
    case 'event':
      return { type, rule: read(rules.event, json, 'the rule of an event goal') };
    default:
      throw new DamagedData(`a stored goal has the type ${shown(type)}, which is not url, click or event`);
  }
}

export function storedAbilities(json: string): Ability[] {
  return read(abilities, json, 'the abilities of a token');
}

/** `column` names the list. */
export function storedList(json: string, column: string): string[] {
  return read(texts, json, `the ${column.replaceAll('_', ' ')} of a project`);
}

/** The body of a document, which its flow checks. */
export function storedBody(json: string): unknown {
  const body = parsed(json);
  if (body === undefined) throw damaged(json, 'a document');
  return body;
}

export function storedSigningSecrets(json: string): SigningSecret[] {
  return read(signingSecrets, json, 'the signing secrets of a project');
}

function read<S extends TSchema>(checker: Checker<S>, json: string, what: string): Static<S> {
  const checked = checker.check(parsed(json));
  if (checked.ok) return checked.value;
  throw damaged(json, what);
}

function damaged(json: string, what: string): DamagedData {
  return new DamagedData(`the database is damaged: ${shown(json)} is not ${what}; restore a backup`);
}

/** Returns undefined for invalid JSON, because JSON cannot represent undefined. */
function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
