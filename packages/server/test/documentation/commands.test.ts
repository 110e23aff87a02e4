import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect } from 'vitest';
import { urlGoal } from '../support/builders.js';
import { openDemoShop } from '../support/demo-shop.js';
import { blocksOf, commandsOf, readPage } from '../support/markdown.js';
import { it, type Operator } from '../support/operator.js';
import { ROOT } from '../support/root.js';

const README = readPage('README.md');
const LOGGED =
  '192.0.2.1 - - [03/Jan/2026:10:00:00 +0000] "GET /docs/ HTTP/1.1" 200 12 "-" "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"\n';

/** Runs a command from a page, with the reader's own values filled in. */
async function carryOut(operator: Operator, command: string, own: Record<string, string>): Promise<string> {
  const filled = Object.entries(own).reduce((line, [printed, value]) => line.replace(printed, value), command);
  // npx finds the command from the root of the repository.
  const { code, stdout, stderr } = await operator.shell(filled, { cwd: ROOT });
  expect({ command: filled, code, stderr }).toMatchObject({ code: 0 });
  return stdout;
}

describe('the commands of the README, run in order,', () => {
  it('lead from an access log to an answer', async ({ operator }) => {
    const log = path.join(operator.dir, 'access.log');
    writeFileSync(log, LOGGED);
    const own = { '/var/log/nginx/access.log.1.gz': log, ID: '' };
    const [serve, ...others] = commandsOf(README).sort(
      (a, b) => Number(b.includes('serve')) - Number(a.includes('serve')),
    );
    const said: string[] = [];
    for (const command of others) {
      said.push(await carryOut(operator, command, own));
      if (command.includes('project create')) own.ID = JSON.parse(said.at(-1)!).id;
    }
    const token = said.find((text) => text.startsWith('gp_'))!.trim();
    const { url } = await operator.serve(...serve!.split(' serve ')[1]!.replace('8080', '0').split(' '));
    const sample = blocksOf(README, '').find((block) => block.startsWith('curl '))!;
    expect(await ask(operator, sample, url, token)).toMatchObject({ error: false });
  });

  it('and its first request gets the answer that it shows', async ({ operator }) => {
    const token = await openDemoShop(operator);
    const { url } = await operator.serve();
    const [sample, answer] = blocksOf(README, '')
      .find((block) => block.startsWith('curl '))!
      .split('\n\n');
    expect(await ask(operator, sample!, url, token)).toEqual(JSON.parse(answer!));
  });
});

async function ask(operator: Operator, sample: string, url: string, token: string): Promise<unknown> {
  const [command] = sample.split('\n\n');
  const filled = command!.replace('http://127.0.0.1:8080', url).replace('YOUR_API_TOKEN', token);
  return JSON.parse((await operator.shell(filled)).stdout);
}

const COMMANDS = ['docs/api/authentication.md', 'docs/api/track.md', 'docs/mcp.md', 'docs/reports.md'].flatMap((page) =>
  commandsOf(readPage(page)).map((command) => [page, command] as const),
);

/** The goals that commands name. */
const GOALS = ['cart', 'checkout', 'order-placed', 'signed-up'].map((key) => urlGoal(`/${key}`, { key }));

describe.concurrent('a command works as printed', () => {
  it.for(COMMANDS)('in %s: %s', async ([, command], { operator }) => {
    const token = await operator.openShop(...GOALS);
    const [, id] = token.split('_');
    await carryOut(operator, command, { ' ID': ' p1', '01KE0A9V3M3Y5Q8ZB7W6T1R2S4': id! });
  });
});
