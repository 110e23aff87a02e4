import { type Json, resolve } from '#goalpost/reference/json.js';

/** Changes that can break a program written for the old document, one sentence each. */
export function breakingChanges(before: Json, after: Json): string[] {
  const found: string[] = [];
  const compare = (then: Json, now: Json, where: string, sent: boolean) => {
    const [old, young] = [resolve(before, then), resolve(after, now)];
    const change = (what: string) => found.push(`${where}: ${what}`);
    for (const keyword of ['pattern', 'format', 'const'] as const) {
      if (sent && young[keyword] !== undefined && young[keyword] !== old[keyword]) change(`another ${keyword}`);
    }
    // Requests may become less strict and responses more precise, never the other way round.
    const [needed, given] = sent ? [old, young] : [young, old];
    for (const type of lost(needed.type, given.type)) change(sent ? `${type} is refused` : `may be ${type}`);
    for (const value of lost(needed.enum, given.enum)) change(sent ? `${value} is refused` : `may be ${value}`);
    for (const [limit, sign] of LIMITS) {
      const narrowed =
        (given[limit] ?? sign * Number.POSITIVE_INFINITY) * sign <
        (needed[limit] ?? sign * Number.POSITIVE_INFINITY) * sign;
      if (sent && narrowed) change(`${limit} is now ${given[limit]}`);
    }
    for (const name of Object.keys(old.properties ?? {})) {
      if (name in (young.properties ?? {}))
        compare(old.properties[name], young.properties[name], `${where}.${name}`, sent);
      else if (!sent) change(`${name} is gone`);
    }
    for (const name of lost(young.required, old.required)) if (sent) change(`${name} is required`);
    for (const name of lost(old.required, young.required)) if (!sent) change(`${name} may be absent`);
    const variants = Math.min(old.anyOf?.length ?? 0, young.anyOf?.length ?? 0);
    if ((needed.anyOf?.length ?? 0) > variants) change(sent ? 'a variant is refused' : 'there is another variant');
    for (let index = 0; index < variants; index++)
      compare(old.anyOf[index], young.anyOf[index], `${where}|${index}`, sent);
    for (const inner of ['items', 'additionalProperties', 'contentSchema']) {
      if (old[inner] && young[inner]) compare(old[inner], young[inner], `${where}[]`, sent);
    }
  };

  const [operations, present] = [operationsByAddress(before), operationsByAddress(after)];
  for (const [path, methods] of Object.entries<Json>(operations)) {
    for (const [method, old] of Object.entries<Json>(methods)) {
      const where = `${method.toUpperCase()} ${path}`;
      const young = present[path]?.[method];
      if (!young) {
        found.push(`${where}: is gone`);
        continue;
      }
      if (young.operationId !== old.operationId) found.push(`${where}: another operationId`);
      compareParameters(old.parameters ?? [], young.parameters ?? [], where);
      compareContent(old.requestBody?.content, young.requestBody?.content, where, true);
      for (const [status, response] of Object.entries<Json>(old.responses)) {
        const now = young.responses[status];
        if (now) compareContent(response.content, now.content, `${where} ${status}`, false);
        else found.push(`${where}: ${status} is gone`);
        for (const header of lost(
          Object.keys(response.headers ?? {}),
          Object.keys(now?.headers ?? response.headers ?? {}),
        )) {
          found.push(`${where} ${status}: the header ${header} is gone`);
        }
      }
    }
  }
  return found;

  function compareParameters(then: Json[], now: Json[], where: string) {
    for (const old of then) {
      const young = now.find(({ name }) => name === old.name);
      if (young) compare(old.schema, young.schema, `${where} ${old.name}`, true);
      else found.push(`${where}: the parameter ${old.name} is gone`);
    }
    for (const young of now) {
      const old = then.find(({ name }) => name === young.name);
      if (young.required && !old?.required) found.push(`${where}: the parameter ${young.name} is required`);
    }
  }

  function compareContent(then: Json = {}, now: Json = {}, where: string, sent: boolean) {
    for (const [type, media] of Object.entries<Json>(then)) {
      if (now[type]) compare(media.schema, now[type].schema, where, sent);
      else found.push(`${where}: ${type} is gone`);
    }
  }
}

/** Keyed by the path on the wire, which does not depend on how a document divides it between `servers` and `paths`. */
function operationsByAddress({ servers = [], paths }: Json): Json {
  const base = servers[0] ? new URL(servers[0].url).pathname.replace(/\/$/, '') : '';
  return Object.fromEntries(Object.entries(paths).map(([path, methods]) => [base + path, methods]));
}

/** Keywords that limit a value, with 1 if a higher limit is less strict and -1 if a lower one is. */
const LIMITS = [
  ...(['maximum', 'maxLength', 'maxItems', 'maxProperties'] as const).map((limit) => [limit, 1] as const),
  ...(['minimum', 'minLength', 'minItems', 'minProperties'] as const).map((limit) => [limit, -1] as const),
];

/** The items of `some` that are not in `others`; none if `others` is undefined, which allows everything. */
function lost(some: unknown, others: unknown): unknown[] {
  if (others === undefined) return [];
  return [some ?? []].flat().filter((one) => ![others].flat().includes(one));
}
