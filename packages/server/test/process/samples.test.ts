import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { inspect } from 'node:util';
import { describe, expect } from 'vitest';
import { goal } from '../support/builders.js';
import { it, type Operator, ROOT, type RunningServer } from '../support/operator.js';
import { BASE_URL, CURL, JAVASCRIPT, PHP, PYTHON, TOKEN } from './samples.js';

const DATA = ['1:click:buy:e3', '1:url:thanks:e6', '2:click:buy:e2'];

/** A server with the demo's shop, of which the reference page's samples ask sessions 1 to 3 in January. */
async function openDemoShop(operator: Operator): Promise<{ server: RunningServer; token: string }> {
  const token = await operator.openShop(
    goal({ type: 'url', rule: { match: 'equals', pattern: '/thanks', on: 'path' } }, { key: 'thanks' }),
    goal({ type: 'click', rule: { selector: 'a.buy' } }, { key: 'buy' }),
    goal({ type: 'event', rule: { name: 'purchase' } }, { key: 'purchase' }),
  );
  const shop = path.join(ROOT, 'demo/shop.ndjson');
  await operator.goalpost('import', '--project', 'p1', '--format', 'ndjson', shop);
  return { server: await operator.serve(), token };
}

/** Writes a sample to a file of its own, with only server and token changed. */
async function sampleFile(operator: Operator, name: string, sample: string): Promise<string> {
  const { server, token } = await openDemoShop(operator);
  const file = path.join(operator.dir, name);
  writeFileSync(file, sample.replace(BASE_URL, `${server.url}/api`).replace(TOKEN, token));
  return file;
}

/**
 * Laravel's `Http`, as far as the sample goes, without Laravel: the same request (a body in JSON, and what `withToken`
 * and `accept` add to its headers), sent by PHP itself.
 */
const HTTP_FACADE = `<?php
class Http {
    private function __construct(private array $headers, private string $body = '') {}
    public static function withToken(string $token): self {
        return new self(["Authorization: Bearer $token", 'Content-Type: application/json']);
    }
    public function accept(string $type): self {
        return new self([...$this->headers, "Accept: $type"]);
    }
    public function post(string $url, array $data): self {
        $options = ['method' => 'POST', 'header' => $this->headers, 'content' => json_encode($data)];
        return new self([], file_get_contents($url, false, stream_context_create(['http' => $options])));
    }
    public function json(): array {
        return json_decode($this->body, true);
    }
}
`;

describe.concurrent('the reference page’s sample gives the data of the sessions it names', () => {
  it('in cURL', async ({ operator }) => {
    const file = await sampleFile(operator, 'sample.sh', CURL);
    const { code, stdout } = await operator.start('/bin/sh', [file]).ended;
    expect(code).toBe(0);
    expect(stdout).toBe(JSON.stringify({ error: false, data: DATA }));
  });

  it('in JavaScript', async ({ operator }) => {
    const file = await sampleFile(operator, 'sample.mjs', JAVASCRIPT);
    expect(await operator.start(process.execPath, [file]).ended).toEqual({
      code: 0,
      stdout: `${inspect({ error: false, data: DATA })}\n`,
      stderr: '',
    });
  });

  it('in Python', async ({ operator }) => {
    const file = await sampleFile(operator, 'sample.py', PYTHON);
    const list = DATA.map((id) => `'${id}'`).join(', ');
    expect(await operator.start('python3', [file]).ended).toEqual({
      code: 0,
      stdout: `{'error': False, 'data': [${list}]}\n`,
      stderr: '',
    });
  });

  it('in PHP', async ({ operator }) => {
    const file = await sampleFile(operator, 'sample.php', `${HTTP_FACADE}${PHP}\necho json_encode($data);\n`);
    expect((await operator.start('php', ['-l', file]).ended).code).toBe(0);
    expect(await operator.start('php', [file]).ended).toEqual({
      code: 0,
      stdout: JSON.stringify({ error: false, data: DATA }),
      stderr: '',
    });
  });
});
