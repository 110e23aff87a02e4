import type { Json } from '#goalpost/reference/json.js';
import { sampleRequest } from '#goalpost/reference/sample-request.js';
import { isRecord } from '#goalpost/validation/faults.js';
import type { App } from '../support/app.js';

/** An address and a method that is answered there. */
export interface Endpoint {
  readonly method: string;
  /** Parameters begin with a colon, as in `/goals/:key`. */
  readonly path: string;
  readonly mediaTypes: readonly string[];
  /** Whether requests are answered without a token too. */
  readonly isPublic: boolean;
  /** Typical bodies; empty when the endpoint takes none. */
  readonly examples: readonly unknown[];
}

/** Not in the OpenAPI document, because it is described by its protocol. */
const MCP_EXAMPLE = {
  jsonrpc: '2.0',
  id: 1,
  method: 'tools/call',
  params: { name: 'list_goals', arguments: { limit: 10 } },
};

/** Every endpoint of the server, from its routes, with the bodies that its OpenAPI document describes, for one site. */
export async function endpointsOf(app: App, siteKey: string): Promise<Endpoint[]> {
  const document = (await app.inject('/openapi.json')).json();
  const base = new URL(document.servers[0].url).pathname.replace(/\/$/, '');
  const endpoints: Endpoint[] = [];
  for (const [index, path] of pathsIn(app.printRoutes({ commonPrefix: false })).entries()) {
    const described = document.paths[path.slice(base.length).replace(/:(\w+)/g, '{$1}')] ?? {};
    // Each request comes from an address of its own, so that none is beyond the limit of one.
    for (const method of await methodsAt(app, path, `127.3.${index >> 8}.${index & 255}`)) {
      endpoints.push(endpointOf(document, method, path, described[method.toLowerCase()], siteKey));
    }
  }
  return endpoints;
}

/** A 405 names the methods that are answered. */
async function methodsAt(app: App, path: string, remoteAddress: string): Promise<string[]> {
  const { headers, statusCode } = await app.inject({ method: 'PURGE' as 'GET', url: path, remoteAddress });
  if (typeof headers.allow !== 'string') throw new Error(`${path} answered ${statusCode} without its methods`);
  return headers.allow.split(', ');
}

function endpointOf(
  document: Json,
  method: string,
  path: string,
  operation: Json | undefined,
  siteKey: string,
): Endpoint {
  if (path === '/mcp') {
    return { method, path, mediaTypes: ['application/json'], isPublic: false, examples: [MCP_EXAMPLE] };
  }
  const sample = operation && sampleRequest(document, method, path, operation);
  return {
    method,
    path,
    mediaTypes: Object.keys(operation?.requestBody?.content ?? {}),
    isPublic: !sample?.authenticated,
    examples: sample?.body ? examplesFor(sample.body.content, siteKey) : [],
  };
}

/** A page leaves the session to Goalpost; a site's own server, which sends a token, has to name it. */
function examplesFor(example: unknown, siteKey: string): unknown[] {
  if (!isRecord(example) || !('site' in example)) return [example];
  const ofPage = { ...example, site: siteKey };
  return [ofPage, { ...ofPage, session_id: 'S1' }];
}

/** A tree, in which each line adds to the path of the line it is indented below. */
function pathsIn(tree: string): string[] {
  const open: string[] = [];
  const paths: string[] = [];
  for (const line of tree.split('\n')) {
    const found = /^((?:│ {3}| {4})*)[├└]── (\S+) \(/.exec(line);
    if (!found) continue;
    const depth = found[1]!.length / 4;
    open.length = depth;
    open.push((open[depth - 1] ?? '') + found[2]);
    // A parameter with a pattern, such as ":name(^[\\w-]+)", stands for a name that fits it.
    if (found[2] !== '*') paths.push(open.at(-1)!.replace(/:(\w+)\(\^.*?\)/g, '$1'));
  }
  return paths;
}
