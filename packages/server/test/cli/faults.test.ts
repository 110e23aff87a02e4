import { describe, expect } from 'vitest';
import { it } from '../support/operator.js';

const refusal = (...sentences: string[]) => ({
  code: 2,
  stdout: '',
  stderr: sentences.map((sentence) => `goalpost: ${sentence}\n`).join(''),
});

describe.concurrent('wrong usage is refused with all faults at once and exit code 2', () => {
  it.for<[string, string]>([
    ['bogus', "unknown command 'bogus' (see: goalpost --help)"],
    ['token remove', "unknown command 'remove' (Did you mean revoke?) (see: goalpost token --help)"],
    ['serve --prot 80', "unknown option '--prot' (Did you mean --port?) (see: goalpost serve --help)"],
    ['serve 80', "too many arguments for 'serve'. Expected 0 arguments but got 1: 80. (see: goalpost serve --help)"],
    ['project create --name', "option '--name <text>' argument missing (see: goalpost project create --help)"],
    ['project create', '--name is required (or GOALPOST_NAME): name for people'],
    ['token revoke', "missing required argument 'token-id' (see: goalpost token revoke --help)"],
  ])('goalpost %s', async ([line, sentence], { operator }) => {
    expect(await operator.goalpost(...line.split(' '))).toEqual(refusal(sentence));
  });

  it.for<[string[], ...string[]]>([
    [
      ['project', 'create', '--name', ' ', '--time-zone', 'Mars/Base'],
      '--name must be a name of 1 to 120 characters, not all of them white space; got " "',
      '--time-zone must be an IANA time zone such as Europe/Amsterdam; got "Mars/Base"',
    ],
    [
      ['serve', '--port', '80a', '--host', '', '--trusted-proxy', '10.0.0.0/99', '--cors-origin', 'shop.example'],
      '--host must be a text that is not blank; got ""',
      '--port must be an integer from 0 to 65535; got "80a"',
      '--trusted-proxy must be an IP address or CIDR range such as 10.0.0.0/8; got "10.0.0.0/99"',
      '--cors-origin must be an origin such as https://app.example; got "shop.example"',
    ],
    ...['9464', '127.0.0.1:70000', '[localhost]:9464', 'a b:9464'].map((given): [string[], string] => [
      ['serve', '--metrics-listen', given],
      `--metrics-listen must be an address and a port, such as 127.0.0.1:9464 or [::1]:9464; got "${given}"`,
    ]),
    [
      ['serve', '--connections-per-address', '0'],
      '--connections-per-address must be an integer from 1 to 1000000; got "0"',
    ],
    [
      ['serve', '--log-level', 'loud'],
      '--log-level must be one of fatal, error, warn, info, debug, trace, silent; got "loud"',
    ],
    [
      ['serve', '--port', '80a', '--geo-database', 'none.mmdb'],
      '--port must be an integer from 0 to 65535; got "80a"',
      '--geo-database must be a file that can be read (no such file or directory); got "none.mmdb"',
    ],
    [
      ['token', 'create', '--ability', 'read,write', '--rate-limit', '0', '--expires-in-days', '1.5'],
      '--project is required (or GOALPOST_PROJECT): the project, by its id, its site key, or its name',
      '--ability must be one of conversions:read, sessions:read, reports:read, sessions:erase, events:write, goals:read, goals:write, manage; got "read"',
      '--ability must be one of conversions:read, sessions:read, reports:read, sessions:erase, events:write, goals:read, goals:write, manage; got "write"',
      '--rate-limit must be an integer from 1 to 1000000; got "0"',
      '--expires-in-days must be an integer from 1 to 3650; got "1.5"',
    ],
    [
      [
        'import',
        'events',
        '--project',
        'p1',
        '--format',
        'ndjson',
        '--page-pattern',
        '^/',
        '--exclude',
        '^/admin',
        '--origin',
        'https://shop.example',
      ],
      '--page-pattern is for access logs; this import is of format ndjson',
      '--exclude is for access logs; this import is of format ndjson',
      '--origin is for access logs; this import is of format ndjson',
    ],
    [
      ['import', 'access.log', '--format', 'csv', '--exclude', '(', '--origin', 'shop.example'],
      '--project is required (or GOALPOST_PROJECT): the project, by its id, its site key, or its name',
      '--format must be one of access-log, ndjson, vhost-combined, combined, vhost-common, common, w3c, alb, elb, s3, caddy, traefik, nginx-json; got "csv"',
      '--exclude must be a regular expression in RE2 syntax, which has no lookaround and no backreferences (missing closing ): "("); got "("',
      '--origin must be an origin such as https://app.example; got "shop.example"',
    ],
  ])('goalpost %j', async ([args, ...sentences], { operator }) => {
    expect(await operator.goalpost(...args)).toEqual(refusal(...sentences));
  });
});

describe.concurrent('a goal that makes no sense is refused with a message about its flags', () => {
  const create = ['goal', 'create', '--project', 'p1', '--key', 'docs', '--name', 'Docs'];

  it.for<[string[], ...string[]]>([
    [['--type', 'url'], '--match is required for type url, such as --match prefix:/thanks'],
    [
      ['--type', 'url', '--match', '/projects/', '--count', 'twice'],
      '--count must be one of every, once; got "twice"',
      '--match must be equals|prefix|contains|glob|regex, a colon, and a pattern, such as prefix:/thanks; got "/projects/"',
    ],
    [['--type', 'click'], '--selector, --text or --href is required for type click, such as --selector a.buy'],
    [
      ['--type', 'event', '--match', 'prefix:/', '--value', '1,50'],
      '--event is required for type event, such as --event purchase',
      '--match is for type url; this goal is of type event',
      '--value must be a decimal string such as "49.00", with at most 12 digits before the point and 6 after it; got "1,50"',
    ],
    [
      ['--type', 'click', '--selector', 'a.buy', '--on', 'url', '--property', 'plan=pro'],
      '--on is for type url; this goal is of type click',
      '--property is for type event; this goal is of type click',
    ],
    [
      ['--type', 'url', '--match', 'regex:(', '--currency', 'EUR'],
      '--match must be a regular expression in RE2 syntax, which has no lookaround and no backreferences (missing closing ): "("); got "("',
      '--value is required when currency is given: send both, or null for both',
    ],
  ])('goal create %j', async ([args, ...sentences], { operator }) => {
    expect(await operator.goalpost(...create, ...args)).toEqual(refusal(...sentences));
  });
});

describe.concurrent('the message about something missing says where to look', () => {
  const goal = ['--key', 'docs', '--name', 'Docs', '--type', 'url', '--match', 'prefix:/'];
  const noProject =
    '--project must be the id, the site key or the name of a project; there is no project "p9", only p1 (Shop)';

  it.for<[string, string[], string]>([
    ['a project to create a token for', ['token', 'create', '--project', 'p9', '--ability', 'goals:read'], noProject],
    ['a project to list the tokens of', ['token', 'list', '--project', 'p9'], noProject],
    ['a project to create a goal for', ['goal', 'create', '--project', 'p9', ...goal], noProject],
    ['a project to import into', ['import', '--project', 'p9', '--format', 'ndjson', '-'], noProject],
    ['a token', ['token', 'revoke', 'T9'], 'there is no token T9 (see: goalpost token list --project ID)'],
    [
      'a goal',
      ['goal', 'delete', 'docs', '--project', 'p1'],
      'the project has no goal "docs" (see: goalpost goal list --project p1)',
    ],
    [
      'a file',
      ['import', '--project', 'p1', '--format', 'ndjson', 'none.ndjson'],
      'The file "none.ndjson" cannot be read: no such file or directory.',
    ],
    [
      'a directory instead of a file',
      ['import', '--project', 'p1', '--format', 'ndjson', '.'],
      '"." is a directory; name a file, or - for standard input.',
    ],
  ])('%s', async ([, args, sentence], { operator }) => {
    await operator.openShop();
    expect(await operator.goalpost(...args)).toEqual(refusal(sentence));
  });

  it('a goal with a taken key is refused', async ({ operator }) => {
    await operator.openShop();
    const create = () => operator.goalpost('goal', 'create', '--project', 'p1', ...goal);
    expect((await create()).code).toBe(0);
    expect(await create()).toEqual(refusal('--key must be new; the project already has a goal "docs"'));
  });

  it.for(['project list', 'token list --project p1', 'backup copy.db'])(
    'a database, which goalpost %s does not create',
    async (line, { operator }) => {
      expect(await operator.goalpost(...line.split(' '), '--data-dir', 'typo')).toEqual(
        refusal(
          'there is no database in typo; name another directory with --data-dir, or begin with "goalpost project create"',
        ),
      );
    },
  );
});
