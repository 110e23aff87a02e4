import { describe, expect } from 'vitest';
import { it, type Operator } from '../support/operator.js';

const VISITS = ['/thanks', '/', '/thanks?x=1']
  .map((url, n) => `{"session_id":"1","id":"e${n}","type":"visit","at":"2026-01-0${n + 3}T10:00:00Z","url":"${url}"}\n`)
  .join('');

const filled = async (operator: Operator) => {
  await operator.openShop();
  await operator.shell('goalpost import --project p1 --format ndjson -', { input: VISITS });
};

describe.concurrent('goalpost goal preview', () => {
  it('shows what a rule would have matched', async ({ operator }) => {
    await filled(operator);
    const { code, stdout, stderr } = await operator.shell(
      'goalpost goal preview --project Shop --type url --match prefix:/thanks',
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe(`2 of 3 events match, in 1 session.
SESSION  EVENT  OCCURRED AT               WHAT
1        e0     2026-01-03T10:00:00.000Z  /thanks
1        e2     2026-01-05T10:00:00.000Z  /thanks?x=1
`);
  });

  it('takes a period, and prints JSON with warnings', async ({ operator }) => {
    await filled(operator);
    const { stdout } = await operator.shell(
      'goalpost goal preview --project p1 --type url --match equals:/thnks --start-date 2026-01-04 --json',
    );
    expect(JSON.parse(stdout)).toEqual({
      examined: 2,
      matched: 0,
      sessions: 0,
      days: [],
      complete: true,
      examples: [],
      warnings: ['The rule matches none of the 2 visits that were examined.'],
    });
  });

  it('names all faults by their flags', async ({ operator }) => {
    await operator.openShop();
    const { code, stderr } = await operator.shell(
      "goalpost goal preview --project p1 --type url --match 'regex:(' --start-date yesterday --selector a",
    );
    expect(code).toBe(2);
    expect(stderr).toContain('--selector is for type click');
    expect(stderr).toContain('--start-date must be a day like "2026-01-31"');
  });

  it('refuses a rule that can never match, as goal create does, and says what would be right', async ({ operator }) => {
    await operator.openShop();
    const rule = '--project p1 --type url --match equals:thanks';
    const expected = {
      code: 2,
      stderr: expect.stringContaining(
        '--match must be a pattern that a path can match: a path begins with "/". Write "/thanks"; got "thanks"',
      ),
    };
    expect(await operator.shell(`goalpost goal preview ${rule}`)).toMatchObject(expected);
    expect(await operator.shell(`goalpost goal create --key thanks --name Thanks ${rule}`)).toMatchObject(expected);
  });

  it('warns when only imported clicks can match, as goal create does', async ({ operator }) => {
    await operator.openShop();
    const rule = '--project p1 --type click --href equals:/buy';
    const warning =
      'can only match imported clicks: the tracker sends whole addresses, such as "https://shop.example/buy"';
    const preview = await operator.shell(`goalpost goal preview ${rule} --json`);
    expect(JSON.parse(preview.stdout).warnings[0]).toBe(`The rule.href.pattern field ${warning}.`);
    const created = await operator.shell(`goalpost goal create --key buy --name Buy ${rule}`);
    expect(created).toMatchObject({ code: 0, stderr: `goalpost: --href ${warning}\n` });
  });
});
