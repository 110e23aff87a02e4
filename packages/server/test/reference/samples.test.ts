import { describe, expect, it } from 'vitest';
import type { Json } from '#goalpost/reference/json.js';
import { phpLiteral, pythonLiteral } from '#goalpost/reference/literals.js';
import { withSamples } from '#goalpost/reference/samples.js';
import { GET_CONVERSIONS, useSharedApi } from '../support/api.js';
import { operationsOf } from './openapi-rules.js';
import { CURL, JAVASCRIPT, PHP, PYTHON } from './page-samples.js';

const api = useSharedApi({ trustedProxies: ['127.0.0.1'] });

it.each([
  ['shell', CURL],
  ['javascript', JAVASCRIPT],
  ['php', PHP],
  ['python', PYTHON],
])('the %s sample of get-conversions is exactly the one on the reference page', async (language, sample) => {
  const headers = { host: 'api.wemasy.nl', 'x-forwarded-proto': 'https' };
  const document: Json = (await api.app.inject({ url: '/openapi.json', headers })).json();
  const samples: Json[] = operationsOf(document).find(({ path }) => path === GET_CONVERSIONS)!.operation[
    'x-codeSamples'
  ];
  expect(`${samples.find(({ lang }) => lang === language)!.source}\n`).toBe(sample);
});

/** The samples of one operation, in the order of the reference page. */
function samplesOf(method: string, operation: Json): string[] {
  const document = {
    servers: [{ url: 'https://a.example' }],
    security: [{ bearer: [] }],
    paths: { '/things/{id}': { [method]: operation } },
  };
  return withSamples(document).paths['/things/{id}'][method]['x-codeSamples'].map(({ source }: Json) => source);
}

const ID = { name: 'id', in: 'path', required: true, schema: { type: 'string', examples: ['a b'] } };

it('samples of an operation without a body and token have neither', () => {
  expect(samplesOf('delete', { parameters: [ID], security: [] })).toEqual([
    `curl -X DELETE "https://a.example/things/a%20b" \\
  -H "Accept: application/json"`,
    `fetch('https://a.example/things/a%20b', {
  method: 'DELETE',
  headers: {
    'Accept': 'application/json'
  }
})
.then(r => r.json())
.then(data => console.log(data));`,
    `$response = Http::accept('application/json')
    ->delete('https://a.example/things/a%20b');
$data = $response->json();`,
    `import requests

headers = {
    "Accept": "application/json"
}
r = requests.delete("https://a.example/things/a%20b", headers=headers)
print(r.json())`,
  ]);
});

it('a body that is not JSON is sent unchanged', () => {
  const content = { 'application/x-ndjson': { schema: { type: 'string' }, example: '{"a":"it\'s $1"}\n' } };
  expect(samplesOf('post', { parameters: [ID], requestBody: { content } })).toEqual([
    `curl -X POST "https://a.example/things/a%20b" \\
  -H "Authorization: Bearer YOUR_API_TOKEN" \\
  -H "Accept: application/json" \\
  -H "Content-Type: application/x-ndjson" \\
  --data-binary '{"a":"it'\\''s $1"}
'`,
    `fetch('https://a.example/things/a%20b', {
  method: 'POST',
  headers: {
    'Authorization': 'Bearer YOUR_API_TOKEN',
    'Accept': 'application/json',
    'Content-Type': 'application/x-ndjson'
  },
  body: \`{"a":"it's \\$1"}
\`})
.then(r => r.json())
.then(data => console.log(data));`,
    `$response = Http::withToken('YOUR_API_TOKEN')
    ->accept('application/json')
    ->withBody("{\\"a\\":\\"it's \\$1\\"}\\n", 'application/x-ndjson')
    ->post('https://a.example/things/a%20b');
$data = $response->json();`,
    `import requests

headers = {
    "Authorization": "Bearer YOUR_API_TOKEN",
    "Accept": "application/json",
    "Content-Type": "application/x-ndjson"
}
data = "{\\"a\\":\\"it's $1\\"}\\n"
r = requests.post("https://a.example/things/a%20b", headers=headers, data=data.encode())
print(r.json())`,
  ]);
});

describe('a JSON value is written as a literal of the language:', () => {
  it.each<[value: unknown, python: string, php: string]>([
    [null, 'None', 'null'],
    [true, 'True', 'true'],
    [1.5, '1.5', '1.5'],
    ['it\'s "so"', '"it\'s \\"so\\""', '"it\'s \\"so\\""'],
    ['$5 {$x}', '"$5 {$x}"', '"\\$5 {\\$x}"'],
    ['a\\b\b\u0001\n', '"a\\\\b\\b\\u0001\\n"', '"a\\\\b\\x08\\u{0001}\\n"'],
    [[], '[]', '[]'],
    [{}, '{}', '(object) []'],
    [
      { a: [1, { b: null }] },
      '{\n    "a": [\n        1,\n        {\n            "b": None\n        }\n    ]\n}',
      '[\n    "a" => [\n        1,\n        [\n            "b" => null\n        ]\n    ]\n]',
    ],
  ])('%j', (value, python, php) => {
    expect(pythonLiteral(value)).toBe(python);
    expect(phpLiteral(value)).toBe(php);
  });
});
