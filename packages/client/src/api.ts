import type { BASE_PATH, CallOptions } from './client-options.js';
import type { Http } from './http.js';
import type { paths } from './openapi.js';
import type { Resend } from './retries.js';

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';
type Base = typeof BASE_PATH;

/** A path of the OpenAPI document without the base path: `/goals/{key}`. */
export type Path = keyof paths extends infer Key ? (Key extends `${Base}${infer Rest}` ? Rest : never) : never;

type Operation<M extends Method, P extends Path> =
  paths extends Readonly<Record<`${Base}${P}`, infer Item>>
    ? Item extends Readonly<Record<Lowercase<M>, infer Found>>
      ? Found
      : never
    : never;

/** The JSON of a successful answer; `Data` is the type of its `data`. */
export type Answer<M extends Method, P extends Path> =
  Operation<M, P> extends { readonly responses: infer Responses }
    ? JsonOf<Responses[keyof Responses & Success]>
    : never;
export type Data<M extends Method, P extends Path> = Answer<M, P> extends { readonly data: infer D } ? D : never;

export type Body<M extends Method, P extends Path> =
  Operation<M, P> extends { readonly requestBody: infer Json } ? JsonOf<Json> : never;

type Parameters<M extends Method, P extends Path> =
  Operation<M, P> extends { readonly parameters: { readonly path?: infer InPath; readonly query?: infer InQuery } }
    ? ([InPath] extends [undefined] ? unknown : { readonly path: InPath }) & { readonly query?: InQuery }
    : never;

type Success = 200 | 201 | 202;
type JsonOf<Part> = Part extends { readonly content: { readonly 'application/json': infer Json } } ? Json : never;

/** The parameters and body of a call. `resend` defaults to `always` for GET, and to `if_refused` for other methods. */
export type Request<M extends Method, P extends Path> = Parameters<M, P> &
  ([Body<M, P>] extends [never] ? unknown : { readonly body: Body<M, P> }) & { readonly resend?: Resend };

/** Calls an endpoint. The OpenAPI document determines the types of arguments and answer. */
export async function call<M extends Method, P extends Path>(
  http: Http,
  method: M,
  path: P,
  request: Request<M, P>,
  options: CallOptions = {},
): Promise<Answer<M, P>> {
  const { path: inPath, query, body, resend } = request as Untyped;
  const answer = await http.send(
    {
      method,
      address: addressOf(path, inPath, query),
      resend: resend ?? (method === 'GET' ? 'always' : 'if_refused'),
      ...(body !== undefined && { contentType: 'application/json', body: () => JSON.stringify(body) }),
    },
    options,
  );
  return answer as Answer<M, P>;
}

interface Untyped {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  readonly resend?: Resend;
}

/** The path with its parameters filled in. Undefined query parameters are left out. */
export function addressOf(path: Path, inPath: Untyped['path'] = {}, query: Untyped['query'] = {}): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(inPath[name] ?? ''));
  const defined = Object.entries(query).filter(([, value]) => value !== undefined);
  if (defined.length === 0) return filled;
  return `${filled}?${new URLSearchParams(defined.map(([name, value]) => [name, String(value)]))}`;
}
