import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { FIREFOX, tracked } from '../collect/track/track.js';
import { blocksOf, readPage } from '../support/markdown.js';
import { it, type Operator } from '../support/operator.js';

const page = readPage('docs/api/quick-start.md');
const block = (language: string, position = 0) => blocksOf(page, language)[position]!;

const LANGUAGES = [
  { language: 'bash', program: 'bash', file: 'ask.sh', prints: block('json') },
  { language: 'js', program: process.execPath, file: 'ask.mjs', prints: block('text') },
  { language: 'php', program: 'php', file: 'ask.php', prints: block('text') },
  { language: 'python', program: 'python3', file: 'ask.py', prints: block('text') },
];

/** Runs the page's code in this language against a server, with this token. */
async function ask(operator: Operator, { language, program, file }: (typeof LANGUAGES)[number], token: string) {
  const { url } = await operator.serve();
  const place = path.join(operator.dir, file);
  writeFileSync(place, block(language).replace('http://127.0.0.1:8080', url));
  return operator.start(program, [place], { env: { GOALPOST_TOKEN: token } }).ended;
}

/** Runs the commands before the server starts, and returns the token they print. */
async function setUp(operator: Operator): Promise<string> {
  const [commands] = block('sh').split('goalpost serve');
  const { code, stdout, stderr } = await operator.shell(commands!);
  expect({ code, stderr }).toMatchObject({ code: 0 });
  return /export GOALPOST_TOKEN=(\S+)/.exec(stdout)![1]!;
}

it.for(LANGUAGES)('from nothing to an answer in $language', async (language, { operator }) => {
  const token = await setUp(operator);
  const { stdout, stderr } = await ask(operator, language, token);
  expect({ stdout: `${stdout.trim()}\n`, stderr }).toEqual({ stdout: language.prints, stderr: '' });
});

it.for(LANGUAGES)('a wrong token is reported in $language', async (language, { operator }) => {
  await setUp(operator);
  const { stdout, stderr } = await ask(operator, language, 'wrong');
  expect(stdout + stderr).toContain('Unauthenticated.');
});

it.for(LANGUAGES)(
  'a session id signed in $language is accepted where signatures are required',
  async (language, { operator }) => {
    await operator.openShop();
    const { stdout: secret } = await operator.goalpost('project', 'signing-secret', '--project', 'p1');
    await operator.goalpost('project', 'update', '--project', 'p1', '--page-session-ids', 'signed');
    const place = path.join(operator.dir, language.file);
    writeFileSync(place, block(language.language, 1));
    const env = { PROJECT_ID: 'p1', GOALPOST_SIGNING_SECRET: secret.trim() };
    const { stdout, stderr } = await operator.start(language.program, [place], { env }).ended;
    expect(stderr).toBe('');
    const { url } = await operator.serve();
    const track = async (session_id: string) =>
      fetch(`${url}/api/services/analytics/v1/track`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'user-agent': FIREFOX },
        body: JSON.stringify({ site: 'site-p1', session_id, events: [tracked()] }),
      });
    const answer = await track(stdout.trim());
    expect([answer.status, await answer.json()]).toEqual([202, { error: false, data: { session_id: '7' } }]);
    expect((await track('7')).status).toBe(422);
  },
);
