import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect } from 'vitest';
import { urlGoal } from '../support/builders.js';
import { it, type Operator } from '../support/operator.js';
import { visitLines } from '../support/requests.js';

/** Opens the shop with some sessions. */
async function openFullShop(operator: Operator): Promise<void> {
  await operator.openShop(urlGoal('/', { key: 'any' }));
  const file = path.join(operator.dir, 'shop.ndjson');
  writeFileSync(file, visitLines('s1', 20));
  expect(await operator.goalpost('import', '--project', 'p1', '--format', 'ndjson', file)).toMatchObject({ code: 0 });
}

const listed = async (operator: Operator) =>
  JSON.parse((await operator.goalpost('project', 'list', '--json')).stdout).map(({ id }: { id: string }) => id);

describe.concurrent('goalpost project delete', () => {
  it('erases a project whose name is repeated', async ({ operator }) => {
    await openFullShop(operator);
    const ended = await operator.goalpost('project', 'delete', '--project', 'p1', '--name', 'Shop');
    expect(ended).toEqual({ code: 0, stdout: 'Deleted project Shop.\n', stderr: '' });
    expect(await listed(operator)).toEqual([]);
    const audit = await operator.goalpost('audit', '--json');
    expect(JSON.parse(audit.stdout)[0]).toMatchObject({ change: 'project.deleted', subject: 'p1' });
  });

  it('and the roles in it', async ({ operator }) => {
    await operator.openShop();
    const account = ['--email', 'ada@shop.example', '--role', 'viewer', '--project', 'p1'];
    expect(await operator.goalpost('account', 'create', ...account)).toMatchObject({ code: 0 });
    expect(await operator.goalpost('project', 'delete', '--project', 'p1', '--yes')).toMatchObject({ code: 0 });
    const { stdout } = await operator.goalpost('account', 'list', '--json');
    expect(JSON.parse(stdout)).toMatchObject([{ roles: { all: null, projects: {} } }]);
  });

  it('or with --yes, as JSON', async ({ operator }) => {
    await openFullShop(operator);
    const ended = await operator.goalpost('project', 'delete', '--project', 'Shop', '--yes', '--json');
    expect(ended).toEqual({ code: 0, stdout: '{"id":"p1","deleted":true}\n', stderr: '' });
    expect(await listed(operator)).toEqual([]);
  });

  it.for([{ given: [] }, { given: ['--name', 'shop'] }])(
    'refuses to go on with $given',
    async ({ given }, { operator }) => {
      await openFullShop(operator);
      const sentence =
        'this erases the project "Shop" with all its sessions, and cannot be undone; make a backup, then repeat its name with --name, or give --yes';
      const ended = await operator.goalpost('project', 'delete', '--project', 'p1', ...given);
      expect(ended).toEqual({ code: 2, stdout: '', stderr: `goalpost: ${sentence}\n` });
      expect(await listed(operator)).toEqual(['p1']);
    },
  );
});

describe.concurrent('goalpost project check', () => {
  it('says when the last events happened', async ({ operator }) => {
    await openFullShop(operator);
    const { code, stdout } = await operator.goalpost('project', 'check', '--project', 'p1', '--json');
    const checked = JSON.parse(stdout);
    expect(code).toBe(0);
    expect(checked).toMatchObject({
      last_events: { visit: expect.stringMatching(/Z$/), click: null, event: null },
      refusals: null,
      unknown_origins: null,
    });
    const plain = await operator.goalpost('project', 'check', '--project', 'p1');
    expect(plain.stdout).toContain(checked.last_events.visit);
    expect(plain.stdout).toMatch(/last click +none/);
  });
});
