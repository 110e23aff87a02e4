import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect } from 'vitest';
import { it, type Operator } from '../support/operator.js';

interface Made {
  readonly id: string;
  readonly site_key: string;
}

const make = async (operator: Operator, name: string, ...flags: string[]): Promise<Made> =>
  JSON.parse((await operator.goalpost('project', 'create', '--name', name, '--json', ...flags)).stdout);

const goalsOf = (operator: Operator, project: string) =>
  operator.goalpost('goal', 'list', '--project', project, '--json');

const refused = (sentence: string) => ({ code: 2, stdout: '', stderr: `goalpost: ${sentence}\n` });

describe.concurrent('a project is found', () => {
  it('by its id, its site key, and its name', async ({ operator }) => {
    const { id, site_key } = await make(operator, 'My shop');
    await make(operator, 'Blog');
    const goal = ['--key', 'docs', '--name', 'Docs', '--type', 'url', '--match', 'prefix:/docs'];
    expect((await operator.goalpost('goal', 'create', '--project', 'My shop', ...goal)).code).toBe(0);
    const found = await Promise.all([id, site_key, 'My shop'].map((project) => goalsOf(operator, project)));
    expect(found.map(({ stdout }) => JSON.parse(stdout)[0].key)).toEqual(['docs', 'docs', 'docs']);
    expect(JSON.parse((await goalsOf(operator, 'Blog')).stdout)).toEqual([]);
  });

  it('but not by a name that several projects have', async ({ operator }) => {
    const [one, other] = [await make(operator, 'Shop'), await make(operator, 'Shop', '--allow-duplicate-name')];
    expect(await goalsOf(operator, 'Shop')).toEqual(
      refused(
        `--project must name one project; ${one.id} (Shop), ${other.id} (Shop) are all called "Shop": give an id`,
      ),
    );
  });

  it('or the message lists the existing projects', async ({ operator }) => {
    const { id } = await make(operator, 'Shop');
    const must = '--project must be the id, the site key or the name of a project; there is no project "shop",';
    expect(await goalsOf(operator, 'shop')).toEqual(refused(`${must} only ${id} (Shop)`));
    for (let made = 1; made < 12; made++) await make(operator, `Shop ${made}`);
    const { stderr } = await goalsOf(operator, 'shop');
    expect(stderr).toContain(`${must} only ${id} (Shop), `);
    expect(stderr).toMatch(/\(Shop 9\) and 2 more \(see: goalpost project list\)\n$/);
  });
});

it('a new project has a name of its own, and its script to copy', async ({ operator }) => {
  const { id } = await make(operator, 'Shop');
  expect(await operator.goalpost('project', 'create', '--name', 'Shop')).toEqual(
    refused(`--name must be new: project ${id} is called "Shop"; give another name, or --allow-duplicate-name`),
  );
  const { stdout } = await operator.goalpost('project', 'create', '--name', 'Blog');
  const [, key] = /site key +(\S+)/.exec(stdout)!;
  expect(stdout).toContain(`<script defer src="https://stats.example/t.js" data-site="${key}"></script>\n`);
});

it('projects are listed with their last event', async ({ operator }) => {
  await operator.openShop();
  const { id } = await make(operator, 'Blog');
  const event = {
    session_id: 's',
    id: 'e1',
    type: 'visit',
    at: '2026-01-03T10:00:00.000Z',
    url: 'https://shop.example/',
  };
  const file = path.join(operator.dir, 'events.ndjson');
  writeFileSync(file, JSON.stringify(event));
  await operator.goalpost('import', '--project', 'p1', '--format', 'ndjson', file);
  expect(JSON.parse((await operator.goalpost('project', 'list', '--json')).stdout)).toMatchObject([
    { id: 'p1', last_event_at: event.at },
    { id, last_event_at: null },
  ]);
  expect((await operator.goalpost('project', 'list')).stdout).toMatch(
    / LAST EVENT\np1 .* 2026-01-03T10:00:00\.000Z\n.* -\n$/,
  );
});

describe.concurrent('the signing secret of a project', () => {
  const ask = (operator: Operator, ...more: string[]) =>
    operator.goalpost('project', 'signing-secret', '--project', 'Shop', ...more);

  it('is made when it is first asked for, and then stays the same', async ({ operator }) => {
    await make(operator, 'Shop');
    const { stdout } = await ask(operator);
    expect(stdout).toMatch(/^[0-9a-f]{64}\n$/);
    expect((await ask(operator)).stdout).toBe(stdout);
  });

  it('is replaced by --rotate, and the one before stays valid for an hour', async ({ operator }) => {
    await make(operator, 'Shop');
    const before = (await ask(operator)).stdout.trim();
    const { secret, still_valid } = JSON.parse((await ask(operator, '--rotate', '--json')).stdout);
    expect(secret).not.toBe(before);
    expect(still_valid).toEqual([{ until: expect.stringMatching(/^\d{4}-/) }]);
    expect((await ask(operator)).stdout.trim()).toBe(secret);
  });

  it('is needed by pages once --page-session-ids is signed', async ({ operator }) => {
    const { id } = await make(operator, 'Shop');
    const changed = await operator.goalpost(
      'project',
      'update',
      '--project',
      id,
      '--page-session-ids',
      'signed',
      '--json',
    );
    expect(JSON.parse(changed.stdout)).toMatchObject({ id, page_session_ids: 'signed' });
    const wrong = await operator.goalpost('project', 'update', '--project', id, '--page-session-ids', 'never');
    expect(wrong).toEqual(refused('--page-session-ids must be one of accept, signed, refuse; got "never"'));
  });
});

describe.concurrent("a project's lists", () => {
  const update = (operator: Operator, ...flags: string[]) =>
    operator.goalpost('project', 'update', '--project', 'Shop', ...flags, '--json');

  it('are replaced by what is given, and emptied by "none"', async ({ operator }) => {
    await make(operator, 'Shop');
    await update(operator, '--own-host', 'old.example');
    const flags = [
      '--own-host',
      'www.Bücher.example',
      '--own-host',
      'blog.example',
      '--payment-provider',
      'bank.example',
    ];
    expect(JSON.parse((await update(operator, ...flags)).stdout)).toMatchObject({
      own_hosts: ['xn--bcher-kva.example', 'blog.example'],
      payment_providers: ['bank.example'],
    });
    expect(JSON.parse((await update(operator, '--own-host', 'none')).stdout)).toMatchObject({
      own_hosts: [],
      payment_providers: ['bank.example'],
    });
  });

  it('say what is counted and not stored', async ({ operator }) => {
    await make(operator, 'Shop');
    const flags = [
      '--exclude-address',
      '192.0.2.0/24,2001:db8::1',
      '--exclude-path',
      '/admin/**',
      '--exclude-country',
      'NL',
    ];
    expect(JSON.parse((await update(operator, ...flags)).stdout)).toMatchObject({
      excluded_addresses: ['192.0.2.0/24', '2001:db8::1'],
      excluded_paths: ['/admin/**'],
      excluded_countries: ['NL'],
    });
    expect(
      await update(operator, '--exclude-address', '192.0.2', '--exclude-path', 'admin', '--exclude-country', 'Holland'),
    ).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(
        /--exclude-address must be an IP address or a CIDR range .*"192.0.2"[\s\S]*--exclude-path must be a glob that a path can match, .*"admin"[\s\S]*--exclude-country must be a code .*"Holland"/,
      ),
    });
  });

  it('take hosts only, and "none" alone', async ({ operator }) => {
    await make(operator, 'Shop');
    expect(await update(operator, '--own-host', 'https://shop.example/')).toEqual(
      refused('--own-host must be a host name such as shop.example, or "none"; got "https://shop.example/"'),
    );
    expect(await update(operator, '--payment-provider', 'none', '--payment-provider', 'bank.example')).toEqual(
      refused('--payment-provider "none" empties the list; leave out the others'),
    );
  });
});

describe.concurrent('mark-public', () => {
  const mark = (operator: Operator, from: string, until: string, ...more: string[]) =>
    operator.goalpost(
      'project',
      'mark-public',
      '--project',
      'Shop',
      '--start-date',
      from,
      '--end-date',
      until,
      ...more,
    );

  it('makes the events of whole days in the zone of the project public, once', async ({ operator }) => {
    const zone = ['--time-zone', 'Europe/Amsterdam'];
    expect((await operator.goalpost('project', 'create', '--name', 'Shop', ...zone)).code).toBe(0);
    const times = ['2026-01-02T22:59:59Z', '2026-01-02T23:00:00Z', '2026-01-03T22:59:59.999Z', '2026-01-03T23:00:00Z'];
    const lines = times.map((at, index) =>
      JSON.stringify({ session_id: `s${index % 2}`, id: `e${index}`, type: 'visit', at, url: 'https://shop.example/' }),
    );
    const file = path.join(operator.dir, 'events');
    writeFileSync(file, lines.join('\n'));
    expect((await operator.goalpost('import', '--project', 'Shop', '--format', 'ndjson', file)).code).toBe(0);
    const marked = await mark(operator, '2026-01-03', '2026-01-03', '--yes');
    expect(marked).toEqual({ code: 0, stdout: '2 events are public now.\n', stderr: '' });
    expect(JSON.parse((await mark(operator, '2026-01-03', '2026-01-03', '--yes', '--json')).stdout)).toEqual({
      events: 0,
    });
  });

  it('needs --yes, and dates', async ({ operator }) => {
    await make(operator, 'Shop');
    expect(await mark(operator, '2026-01-03', '2026-01-03')).toEqual(
      refused('this cannot be undone: the events stay public; make a backup, then give --yes to go on'),
    );
    const { code, stderr } = await mark(operator, '2026-02-30', '2026-01-03', '--yes');
    expect([code, stderr]).toEqual([2, expect.stringMatching(/^goalpost: --start-date .*"2026-02-30"/)]);
  });
});
