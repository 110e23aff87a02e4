import { describe, expect } from 'vitest';
import { urlGoal } from '../support/builders.js';
import { it, type Operator } from '../support/operator.js';

/** Runs a command in a shell, with the project's id in place of ID. */
const typed = async (operator: Operator, form: string, input = '') => {
  await operator.openShop();
  return operator.shell(form.replace('ID', 'p1'), { input });
};

const ULID = '[0-9A-HJKMNP-TV-Z]{26}';
const VISIT = '{"session_id":"1","id":"e1","type":"visit","at":"2026-01-03T10:00:00Z","url":"https://shop.example/"}\n';
const LOGGED =
  '192.0.2.1 - - [03/Jan/2026:10:00:00 +0000] "GET /projects/ HTTP/1.1" 200 12 "-" "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"\n';

const goal = (changes: object) =>
  `${JSON.stringify({
    key: 'docs',
    name: 'Docs',
    ...changes,
    value: null,
    currency: null,
    value_from: 'event',
    version: 1,
    matching: { state: 'done', examined: 0, matched: 0, total: 0 },
  })}\n`;

describe.concurrent('each form in the help works as written', () => {
  it.for<[string, string]>([
    [
      'goalpost project create --name Blog --time-zone Europe/Amsterdam --json',
      `{"id":"${ULID}","site_key":"[\\w-]{16}"}`,
    ],
    ['goalpost token create --project ID --ability conversions:read --rate-limit 60 --quiet', `gp_${ULID}_[\\w-]{43}`],
    [
      'goalpost goal create --project ID --key docs --name "Docs" --type url --match prefix:/projects/',
      'Created goal docs; 0 of 0 stored events match\\.',
    ],
  ])('%s', async ([form, line], { operator }) => {
    const { code, stdout, stderr } = await typed(operator, form);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(new RegExp(`^${line}\n$`));
  });

  it.for<[string, object]>([
    [
      '--type url --match prefix:/projects/ --count once',
      { type: 'url', rule: { match: 'prefix', pattern: '/projects/', on: 'path' }, count: 'once' },
    ],
    ['--type click --selector "a.buy"', { type: 'click', rule: { selector: 'a.buy' }, count: 'every' }],
    [
      '--type click --selector "a.buy" --text "Buy now" --href prefix:https://pay.example/',
      {
        type: 'click',
        rule: {
          selector: 'a.buy',
          text: 'Buy now',
          href: { match: 'prefix', pattern: 'https://pay.example/' },
        },
        count: 'every',
      },
    ],
    ['--type event --event purchase', { type: 'event', rule: { name: 'purchase' }, count: 'every' }],
    [
      '--type event --event purchase --property plan=pro --property page=a=b --property "city=Den Haag, NL"',
      {
        type: 'event',
        rule: { name: 'purchase', properties: { plan: 'pro', page: 'a=b', city: 'Den Haag, NL' } },
        count: 'every',
      },
    ],
  ])('goalpost goal create … %s', async ([form, expected], { operator }) => {
    expect(await typed(operator, `goalpost goal create --project ID --key docs --name "Docs" ${form} --json`)).toEqual({
      code: 0,
      stdout: goal(expected),
      stderr: '',
    });
  });

  const imported = (format: string) => `  format      ${format}
  lines read  1
  stored      1
  repeated    0
  filtered    0
  refused     0
`;

  it.for<[string, string]>([
    ['goalpost import --project ID --format access-log -', LOGGED],
    ['goalpost import --project ID -', LOGGED],
    ['goalpost import --project ID --format combined -', LOGGED],
    ['goalpost import --project ID --format ndjson -', VISIT],
    ['cat > events; goalpost import --project ID --format ndjson events', VISIT],
    ['cat > access.log; goalpost import access.log --project ID --format access-log', LOGGED],
    ['gzip > events; goalpost import --project ID --format ndjson events', VISIT],
    ['gzip | goalpost import --project ID --format ndjson -', VISIT],
  ])('%s', async ([form, input], { operator }) => {
    expect(await typed(operator, form, input)).toEqual({
      code: 0,
      stdout: imported(input === LOGGED ? 'combined' : 'ndjson'),
      stderr: '',
    });
  });

  it('goalpost serve --port N --host 127.0.0.1, and any command with --data-dir DIR', async ({ operator }) => {
    await operator.goalpost('project', 'create', '--name', 'Other', '--data-dir', `${operator.dir}/other`);
    const server = await operator.serve('--host', '127.0.0.1', '--data-dir', `${operator.dir}/other`);
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(await (await fetch(`${server.url}/readyz`)).json()).toEqual({ status: 'ready' });
  });

  it('goalpost token revoke, goal delete and backup, with the names that the lists show', async ({ operator }) => {
    await operator.openShop(urlGoal('/', { key: 'docs' }));
    const printed = async (...args: string[]) => (await operator.goalpost(...args)).stdout;
    expect(await printed('goal', 'delete', 'docs', '--project', 'p1')).toBe('Deleted goal docs.\n');
    expect(await printed('backup', 'monday.db')).toBe('Wrote monday.db. To restore it: goalpost restore monday.db\n');
    const [{ id }] = JSON.parse(await printed('token', 'list', '--project', 'p1', '--json'));
    expect(await printed('token', 'revoke', id)).toBe(`Revoked token ${id}.\n`);
  });
});
