import type { Json } from './json.js';
import { phpLiteral, pythonLiteral } from './literals.js';
import { type SampleRequest, STREAM, sampleRequest } from './sample-request.js';
import { streamSamples } from './stream-samples.js';

/** The placeholder for the caller's token in every sample. */
export const TOKEN = 'YOUR_API_TOKEN';

/**
 * Adds samples in four languages to each operation, styled like the reference page, and marks operations with a token. Only
 * the console's page can use operations with `x-console`.
 */
export function withSamples(document: Json): Json {
  const paths = Object.entries<Json>(document.paths).map(([path, operations]) => {
    const described = Object.entries<Json>(operations).map(([method, operation]) => {
      if (operation['x-console']) return [method, operation];
      const request = sampleRequest(document, method.toUpperCase(), path, operation);
      return [method, { ...operation, ...(request.authenticated && AUTH), 'x-codeSamples': samplesOf(request) }];
    });
    return [path, Object.fromEntries(described)];
  });
  return { ...document, paths: Object.fromEntries(paths) };
}

/** The badge that the reference shows beside the address. */
const AUTH = { 'x-badges': [{ name: 'Auth' }] };

function samplesOf(request: SampleRequest): Json[] {
  if (request.isStream) return streamSamples(request.url, headersOf(request));
  return [
    { lang: 'shell', label: 'cURL', source: curl(request) },
    { lang: 'javascript', label: 'JS', source: javascript(request) },
    { lang: 'php', label: 'PHP', source: php(request) },
    { lang: 'python', label: 'Python', source: python(request) },
  ];
}

const isJson = ({ type }: { type: string }) => type === 'application/json';

function headersOf({ authenticated, isStream, body }: SampleRequest): [name: string, value: string][] {
  return [
    ...(authenticated ? [['Authorization', `Bearer ${TOKEN}`] as [string, string]] : []),
    ['Accept', isStream ? STREAM : 'application/json'],
    ...(body ? [['Content-Type', body.type] as [string, string]] : []),
  ];
}

function curl(request: SampleRequest): string {
  const { method, url, body } = request;
  const lines = [
    `curl -X ${method} "${url}"`,
    ...headersOf(request).map(([name, value]) => `  -H "${name}: ${value}"`),
  ];
  if (body)
    lines.push(
      isJson(body) ? `  -d ${shellText(indented(body.content))}` : `  --data-binary ${shellText(body.content)}`,
    );
  return lines.join(' \\\n');
}

/** The braces at the end close the object, `stringify`, the options and `fetch`. */
function javascript(request: SampleRequest): string {
  const { method, url, body } = request;
  const headers = headersOf(request).map(([name, value]) => `    '${name}': '${value}'`);
  const options = [`  method: '${method}'`, `  headers: {\n${headers.join(',\n')}\n  }`];
  const end = body
    ? `,\n  body: ${isJson(body) ? `JSON.stringify(${indented(body.content)})` : jsText(body.content)}})`
    : '\n})';
  return `fetch('${url}', {\n${options.join(',\n')}${end}\n.then(r => r.json())\n.then(data => console.log(data));`;
}

function php({ method, url, authenticated, body }: SampleRequest): string {
  const calls = [...(authenticated ? [`withToken('${TOKEN}')`] : []), "accept('application/json')"];
  if (body && !isJson(body)) calls.push(`withBody(${phpLiteral(body.content)}, '${body.type}')`);
  const data = body && isJson(body) ? `, ${phpLiteral(body.content)}` : '';
  calls.push(`${method.toLowerCase()}('${url}'${data})`);
  return `$response = Http::${calls.join('\n    ->')};\n$data = $response->json();`;
}

function python(request: SampleRequest): string {
  const { method, url, body } = request;
  const named = headersOf(request).filter(([name]) => name !== 'Content-Type' || !isJson(body!));
  const parts = [`import requests\n\nheaders = ${pythonLiteral(Object.fromEntries(named))}`];
  const sent = ['headers=headers'];
  if (body) {
    parts.push(`data = ${pythonLiteral(body.content)}`);
    sent.push(isJson(body) ? 'json=data' : 'data=data.encode()');
  }
  parts.push(`r = requests.${method.toLowerCase()}("${url}", ${sent.join(', ')})`, 'print(r.json())');
  return parts.join('\n');
}

function indented(content: unknown): string {
  return JSON.stringify(content, null, 4);
}

function shellText(text: unknown): string {
  return `'${String(text).replaceAll("'", "'\\''")}'`;
}

function jsText(text: unknown): string {
  return `\`${String(text).replace(/[\\`$]/g, '\\$&')}\``;
}
