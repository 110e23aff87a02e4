import { describe, expect } from 'vitest';
import { goal, urlGoal } from '../support/builders.js';
import { it } from '../support/operator.js';
import { visitLines } from '../support/requests.js';

describe.concurrent('--json prints one value on one line', () => {
  it('for projects', async ({ operator }) => {
    const create = async (name: string) => {
      const { stdout } = await operator.goalpost('project', 'create', '--name', name, '--json');
      return JSON.parse(stdout);
    };
    const shop = await create('Shop');
    const blog = await create('Blog');
    expect(Object.keys(shop)).toEqual(['id', 'site_key']);
    expect(shop).not.toEqual(blog);

    const { stdout } = await operator.goalpost('project', 'list', '--json');
    expect(stdout.split('\n')).toHaveLength(2);
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    const settings = {
      time_zone: 'UTC',
      main_currency: null,
      allowed_origins: [],
      own_hosts: [],
      payment_providers: [],
      excluded_addresses: [],
      excluded_paths: [],
      excluded_countries: [],
      page_session_ids: 'accept',
      has_signing_secret: false,
      created_at: time,
      last_event_at: null,
    };
    expect(JSON.parse(stdout)).toEqual([
      { ...shop, name: 'Shop', ...settings },
      { ...blog, name: 'Blog', ...settings },
    ]);
  });

  it('for goals, as in the API', async ({ operator }) => {
    await operator.openShop(
      urlGoal('/thanks', { key: 'thanks', name: 'Thanks', count: 'once', value: '4.50', currency: 'EUR' }),
      goal({ type: 'event', rule: { name: 'purchase' } }, { key: 'order', name: 'Order' }),
    );
    const { stdout } = await operator.goalpost('goal', 'list', '--project', 'p1', '--json');
    const matching = { state: 'done', examined: 0, matched: 0, total: 0 };
    expect(stdout).toBe(
      `${JSON.stringify([
        {
          key: 'order',
          name: 'Order',
          type: 'event',
          rule: { name: 'purchase' },
          count: 'every',
          value: null,
          currency: null,
          value_from: 'event',
          version: 1,
          matching,
        },
        {
          key: 'thanks',
          name: 'Thanks',
          type: 'url',
          rule: { match: 'prefix', pattern: '/thanks', on: 'path' },
          count: 'once',
          value: '4.50',
          currency: 'EUR',
          value_from: 'goal',
          version: 1,
          matching,
        },
      ])}\n`,
    );
    const deleted = await operator.goalpost('goal', 'delete', 'order', '--project', 'p1', '--json');
    expect(deleted.stdout).toBe('{"key":"order","deleted":true}\n');
  });

  it('for a new goal, after it was matched against the stored events', async ({ operator }) => {
    await operator.openShop();
    await operator.startGoalpost(['import', '--project', 'p1', '--format', 'ndjson', '-'], {
      input: visitLines('1', 1500),
    }).ended;
    const { stdout } = await operator.goalpost(
      ...['goal', 'create', '--project', 'p1', '--key', 'all', '--name', 'All', '--type', 'url'],
      ...['--match', 'prefix:/', '--json'],
    );
    expect(JSON.parse(stdout).matching).toEqual({ state: 'done', examined: 1500, matched: 1500, total: 1500 });
  });

  it('for an import', async ({ operator }) => {
    await operator.openShop();
    const args = ['import', '--project', 'p1', '--format', 'ndjson', '--json', '-'];
    const { stdout } = await operator.startGoalpost(args, { input: `${visitLines('1', 2)}\n{}\n` }).ended;
    expect(stdout).toBe(
      `${JSON.stringify({
        lines: 3,
        stored: 2,
        repeated: 0,
        filtered: { bot: 0, asset: 0, status: 0, method: 0, excluded: 0 },
        refused: { too_long: 0, not_utf8: 0, malformed: 0, invalid: 1 },
        forwarded: 0,
        apart: 0,
        format: 'ndjson',
        truncated: null,
      })}\n`,
    );
  });
});
