import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect } from 'vitest';
import { BASE_PATH } from '#goalpost/app.js';
import { exampleOfMedia } from '#goalpost/reference/example.js';
import type { Json } from '#goalpost/reference/json.js';
import { TOKEN } from '#goalpost/reference/samples.js';
import { FIREFOX } from '../collect/track/track.js';
import { isOfConsole, operationsOf } from '../reference/openapi-rules.js';
import { project } from '../support/builders.js';
import { openDemoShop } from '../support/demo-shop.js';
import { it, type Operator, type Running } from '../support/operator.js';

/**
 * The part of Laravel's `Http` that the samples use, in plain PHP. It sends the same request: a JSON body unless
 * another is given, and the headers of `withToken` and `accept`.
 */
const HTTP_FACADE = `<?php
class Request {
    private array $headers = [];
    private ?string $body = null;
    public function withToken(string $token): self {
        $this->headers[] = "Authorization: Bearer $token";
        return $this;
    }
    public function accept(string $type): self {
        $this->headers[] = "Accept: $type";
        return $this;
    }
    public function withBody(string $body, string $type): self {
        $this->headers[] = "Content-Type: $type";
        $this->body = $body;
        return $this;
    }
    public function __call(string $method, array $arguments): Response {
        [$url, $data] = [...$arguments, null];
        if ($data !== null) $this->withBody(json_encode($data), 'application/json');
        $options = ['method' => strtoupper($method), 'header' => $this->headers, 'content' => $this->body ?? ''];
        return new Response(file_get_contents($url, false, stream_context_create(['http' => $options])));
    }
}
class Response {
    public function __construct(private string $body) {}
    public function json(): array {
        return json_decode($this->body, true);
    }
}
class Http {
    public static function __callStatic(string $name, array $arguments): Request {
        return (new Request())->$name(...$arguments);
    }
}
`;

/** Starts a sample unchanged in each language; it prints what it reads from a stream, until it is stopped. */
const STREAMED: Record<string, (operator: Operator, file: string, sample: string) => Running> = {
  shell: (operator, file, sample) => {
    writeFileSync(file, sample);
    return operator.start('/bin/sh', [file]);
  },
  javascript: (operator, file, sample) => {
    writeFileSync(`${file}.mjs`, sample);
    return operator.start(process.execPath, [`${file}.mjs`]);
  },
  php: (operator, file, sample) => {
    writeFileSync(file, `<?php\n${sample}`);
    return operator.start('php', [file]);
  },
  python: (operator, file, sample) => {
    writeFileSync(file, sample);
    return operator.start('python3', [file]);
  },
};

/** Runs a sample unchanged in each language, and returns what it prints as JSON. */
const LANGUAGES: Record<string, (operator: Operator, file: string, sample: string) => Promise<string>> = {
  async shell(operator, file, sample) {
    writeFileSync(file, sample);
    return output(operator, '/bin/sh', [file]);
  },
  async javascript(operator, file, sample) {
    writeFileSync(`${file}.mjs`, sample);
    const asJson = 'console.log = (value) => process.stdout.write(JSON.stringify(value));';
    return output(operator, process.execPath, ['--import', `data:text/javascript,${asJson}`, `${file}.mjs`]);
  },
  async php(operator, file, sample) {
    writeFileSync(file, `<?php\n${sample}`);
    await output(operator, 'php', ['-l', file]);
    writeFileSync(file, `${HTTP_FACADE}${sample}\necho json_encode($data);\n`);
    return output(operator, 'php', [file]);
  },
  async python(operator, file, sample) {
    writeFileSync(file, sample);
    const asJson = 'import json, sys; print = lambda value: sys.stdout.write(json.dumps(value)); ';
    return output(operator, 'python3', ['-c', `${asJson}exec(open(sys.argv[1]).read())`, file]);
  },
};

async function output(operator: Operator, program: string, args: string[]): Promise<string> {
  const { code, stdout, stderr } = await operator.start(program, args).ended;
  if (code !== 0) throw new Error(`${program} ended with ${code}: ${stdout}${stderr}`);
  return stdout;
}

/** Creates, reads, changes and deletes, so that each sample finds what the one before left. */
const ORDER = ['POST', 'GET', 'PATCH', 'DELETE'];

describe.concurrent('every sample of the API reference is answered with success', () => {
  it.for(Object.keys(LANGUAGES))('in %s', async (language, { operator }) => {
    const token = await openDemoShop(operator);
    const { url } = await operator.serve();
    const document = (await (await fetch(`${url}/openapi.json`)).json()) as Json;
    /** What to send in place of the ids in the examples. */
    const ids = new Map([[EXAMPLE_PROJECT, project().id as string]]);
    const operations = operationsOf(document)
      .filter(({ operation }) => !isOfConsole(operation))
      .sort((a, b) => ORDER.indexOf(a.method) - ORDER.indexOf(b.method));
    for (const { where, operation } of operations) {
      const { source } = operation['x-codeSamples'].find(({ lang }: Json) => lang === language);
      const file = path.join(operator.dir, operation.operationId);
      if (operation.operationId === 'followConversions') {
        const running = STREAMED[language]!(operator, file, filledIn(source, token, ids));
        await running.said(/^retry: /);
        await track(url);
        await running.said(/^event: conversion/);
        continue;
      }
      const answer = JSON.parse(await LANGUAGES[language]!(operator, file, filledIn(source, token, ids)));
      expect(answer, where).toMatchObject({ error: false });
      const made = operation.responses[201]?.content['application/json'];
      if (made && answer.data.id) ids.set((exampleOfMedia(document, made) as Json).data.id, answer.data.id);
      if (operation.operationId === 'getSessionsConversions') expect(answer).toEqual({ error: false, data: DATA });
    }
  });
});

/** Somebody buys. */
async function track(url: string): Promise<void> {
  const events = [{ id: 'live', type: 'visit', age: 0, url: 'https://shop.example/thanks' }];
  const body = JSON.stringify({ site: project().siteKey, session_id: 'live', events });
  const { status } = await fetch(`${url}${BASE_PATH}/track`, {
    method: 'POST',
    headers: { 'user-agent': FIREFOX },
    body,
  });
  expect(status).toBe(202);
}

/** The project in the examples. */
const EXAMPLE_PROJECT = '01KE0A9V3M3Y5Q8ZB7W6T1R2S3';

/** Fills in the caller's token and site key, and the ids of what the samples before have made. */
function filledIn(sample: string, token: string, ids: ReadonlyMap<string, string>): string {
  const filled = sample.replace(TOKEN, token).replace('s1te-k3y', project().siteKey);
  return [...ids].reduce((text, [example, id]) => text.replace(example, id), filled);
}

/** The answer to the sample of the reference page: the sessions 1 to 3 in January. */
const DATA = ['1:click:buy:e3', '1:url:thanks:e6', '2:click:buy:e2'];
