import type {} from '@fastify/swagger';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Json } from '#goalpost/reference/json.js';
import type { Answer, App } from './app.js';

/** Throws when the server's OpenAPI document does not have an answer, or describes it differently. */
export function holdToContract(app: App, method: string, url: string, answer: Answer): void {
  contract ??= contractOf(app.swagger());
  const fault = contract(method, url, answer);
  if (fault) throw new Error(`${method} ${url} answered ${answer.statusCode}, ${fault}: ${answer.body.slice(0, 1000)}`);
}

type Contract = (method: string, url: string, answer: Answer) => string | null;

/** Cached, because every server of a test file has the same routes. */
let contract: Contract | null = null;

function contractOf(document: Json): Contract {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema(document, 'api', undefined, false);
  const base = new URL(document.servers[0].url).pathname;
  const operations = Object.entries<Json>(document.paths).flatMap(([path, methods]) =>
    Object.entries<Json>(methods).map(([method, { responses }]) => ({
      method: method.toUpperCase(),
      address: new RegExp(`^${base}${path.replace(/\{\w+\}/g, '[^/]*')}$`),
      pointer: ['paths', path, method, 'responses'],
      responses,
    })),
  );
  const shapeFault = (pointer: string[], body: unknown): string | null => {
    const valid = ajv.getSchema(`api#/${pointer.map(escaped).join('/')}`)!;
    return valid(body) ? null : `which is not of the shape of ${pointer.join(' ')} (${ajv.errorsText(valid.errors)})`;
  };

  return (method, url, { statusCode, headers, body, json }) => {
    if (method === 'HEAD') return body === '' ? null : 'with a body';
    const address = url.split('?')[0]!;
    const operation = operations.find((one) => one.method === method && one.address.test(address));
    // Errors before routing, and internal errors, have the same shape on every address.
    if (!operation || ANYWHERE.has(statusCode)) {
      if (statusCode < 400) return 'which the document does not name at all';
      return shapeFault(['components', 'schemas', 'Error'], json());
    }
    const response = operation.responses[statusCode];
    if (!response) return 'a status the document does not name';
    const mediaType = String(headers['content-type']).split(';')[0]!;
    if (!response.content[mediaType]) return `in ${mediaType}, which the document does not name`;
    return shapeFault([...operation.pointer, String(statusCode), 'content', mediaType, 'schema'], json());
  };
}

const ANYWHERE: ReadonlySet<number> = new Set([400, 408, 431, 500]);

/** Escapes a name for a JSON pointer in a URI. */
function escaped(name: string): string {
  return encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'));
}
