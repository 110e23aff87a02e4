import type { Json } from './json.js';
import { phpLiteral, pythonLiteral } from './literals.js';

type Headers = readonly (readonly [name: string, value: string])[];

/** Samples that print what a stream of events says, until they are stopped. */
export function streamSamples(url: string, headers: Headers): Json[] {
  return [
    { lang: 'shell', label: 'cURL', source: curl(url, headers) },
    { lang: 'javascript', label: 'JS', source: javascript(url, headers) },
    { lang: 'php', label: 'PHP', source: php(url, headers) },
    { lang: 'python', label: 'Python', source: python(url, headers) },
  ];
}

/** Without `-N` curl would keep lines back. */
function curl(url: string, headers: Headers): string {
  return [`curl -N "${url}"`, ...headers.map(([name, value]) => `  -H "${name}: ${value}"`)].join(' \\\n');
}

function javascript(url: string, headers: Headers): string {
  const listed = headers.map(([name, value]) => `    '${name}': '${value}'`).join(',\n');
  return `const response = await fetch('${url}', {
  headers: {
${listed}
  }
});
for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
  console.log(text);
}`;
}

/** Laravel's client would wait for the end, and PHP itself for a whole buffer of what comes in chunks, as in HTTP/1.1. */
function php(url: string, headers: Headers): string {
  const lines = phpLiteral(headers.map(([name, value]) => `${name}: ${value}`));
  return `$context = stream_context_create(['http' => ['protocol_version' => 1.0, 'header' => ${lines}]]);
$stream = fopen('${url}', 'r', false, $context);
while (($line = fgets($stream)) !== false) {
    echo $line;
}`;
}

function python(url: string, headers: Headers): string {
  return `import requests

headers = ${pythonLiteral(Object.fromEntries(headers))}
r = requests.get("${url}", headers=headers, stream=True)
for line in r.iter_lines():
    print(line.decode(), flush=True)`;
}
