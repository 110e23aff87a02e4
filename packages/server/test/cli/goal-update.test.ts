import { describe, expect } from 'vitest';
import { it, type Operator } from '../support/operator.js';

const VISITS = ['/thanks', '/', '/docs/a']
  .map((url, n) => `{"session_id":"1","id":"e${n}","type":"visit","at":"2026-01-0${n + 3}T10:00:00Z","url":"${url}"}\n`)
  .join('');

const filled = async (operator: Operator) => {
  await operator.openShop();
  await operator.shell('goalpost import --project p1 --format ndjson -', { input: VISITS });
  await operator.goalpost(
    ...['goal', 'create', '--project', 'p1', '--key', 'docs', '--name', 'Docs', '--type', 'url', '--match', 'equals:/'],
    ...['--value', '5.00', '--currency', 'EUR'],
  );
};
const update = (operator: Operator, ...flags: string[]) =>
  operator.goalpost('goal', 'update', 'docs', '--project', 'p1', ...flags);

describe.concurrent('goalpost goal update', () => {
  it('changes what is given, keeps the rest, and matches the stored events with a new rule', async ({ operator }) => {
    await filled(operator);
    expect(await update(operator, '--name', 'Documents', '--count', 'once', '--match', 'prefix:/docs/')).toEqual({
      code: 0,
      stdout: 'Changed goal docs; 1 of 3 stored events match.\n',
      stderr: '',
    });
    const { stdout } = await update(operator, '--value', '7.50', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      key: 'docs',
      name: 'Documents',
      type: 'url',
      rule: { match: 'prefix', pattern: '/docs/', on: 'path' },
      count: 'once',
      value: '7.50',
      currency: 'EUR',
      value_from: 'goal',
      matching: { state: 'done', matched: 1 },
    });
  });

  it('says nothing of stored events when what matches is as before', async ({ operator }) => {
    await filled(operator);
    expect(await update(operator, '--name', 'Docs')).toEqual({ code: 0, stderr: '', stdout: 'Changed goal docs.\n' });
  });

  it('removes the value with its currency, and takes another type with its rule', async ({ operator }) => {
    await filled(operator);
    const { stdout } = await update(operator, '--value', 'none', '--type', 'click', '--selector', 'a.buy', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      type: 'click',
      rule: { selector: 'a.buy' },
      value: null,
      currency: null,
      value_from: 'trusted_event',
    });
  });

  it.for<[string[], string]>([
    [[], 'there is nothing to change; give --name, --count, --value, --currency, --value-from or the flags of a rule'],
    [['--on', 'url'], '--match is required for type url, such as --match prefix:/thanks'],
    [['--type', 'event'], '--event is required for type event, such as --event purchase'],
    [['--match', 'equals:/', '--text', 'Buy'], '--text is for type click; this goal is of type url'],
    [['--match', 'equals:thanks'], 'Write "/thanks"; got "thanks"'],
    [['--value', 'none', '--currency', 'USD'], '--value'],
    [['--value-from', 'event'], '--value-from'],
  ])('%j is refused', async ([flags, sentence], { operator }) => {
    await filled(operator);
    const { code, stderr } = await update(operator, ...flags);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(sentence) });
  });

  it('names a goal that does not exist', async ({ operator }) => {
    await operator.openShop();
    const { code, stderr } = await update(operator, '--name', 'Docs');
    expect(code).toBe(2);
    expect(stderr).toContain('the project has no goal "docs" (see: goalpost goal list --project p1)');
  });
});

describe.concurrent('goalpost goal create', () => {
  const create = (operator: Operator, ...flags: string[]) =>
    operator.goalpost(
      ...['goal', 'create', '--project', 'p1', '--key', 'any', '--name', 'Any', '--type', 'url', '--match', 'prefix:/'],
      ...flags,
    );

  it('says how many stored events match, in how many sessions, and shows some', async ({ operator }) => {
    await filled(operator);
    expect(await create(operator)).toEqual({
      code: 0,
      stderr: '',
      stdout: `Created goal any; 3 of 3 stored events match.
They are in 1 session. Some of them:
SESSION  EVENT  OCCURRED AT               WHAT
1        e0     2026-01-03T10:00:00.000Z  /thanks
1        e1     2026-01-04T10:00:00.000Z  /
1        e2     2026-01-05T10:00:00.000Z  /docs/a
`,
    });
  });

  it('leaves the stored events to the server with --no-wait', async ({ operator }) => {
    await filled(operator);
    expect((await create(operator, '--no-wait')).stdout).toBe('Created goal any.\n');
    const { stdout } = await operator.goalpost('goal', 'list', '--project', 'p1', '--json');
    expect(JSON.parse(stdout)[0]).toMatchObject({ key: 'any', matching: { state: 'running', matched: 0 } });
  });
});
