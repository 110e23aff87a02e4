import { existsSync } from 'node:fs';
import { describe, expect } from 'vitest';
import { it } from '../support/operator.js';

describe.concurrent('settings', () => {
  it('come from the environment, and the flag wins', async ({ operator }) => {
    const env = { GOALPOST_DATA_DIR: 'from-environment', GOALPOST_NAME: 'Shop', GOALPOST_JSON: 'true' };
    await operator.startGoalpost(['project', 'create'], { env }).ended;
    await operator.startGoalpost(['project', 'create', '--name', 'Blog', '--data-dir', 'from-flag'], { env }).ended;
    const names = async (dataDir: string) => {
      const { stdout } = await operator.goalpost('project', 'list', '--json', '--data-dir', dataDir);
      return JSON.parse(stdout).map(({ name }: { name: string }) => name);
    };
    expect(await names('from-environment')).toEqual(['Shop']);
    expect(await names('from-flag')).toEqual(['Blog']);
  });

  it('from the environment are named by their variable in error messages', async ({ operator }) => {
    const env = { GOALPOST_PORT: '80a', GOALPOST_HOST: '', GOALPOST_TRUSTED_PROXY: '10.0.0.1,me' };
    expect(await operator.startGoalpost(['serve', '--log-level', 'loud'], { env }).ended).toEqual({
      code: 2,
      stdout: '',
      stderr: `goalpost: GOALPOST_HOST must be a text that is not blank; got ""
goalpost: GOALPOST_PORT must be an integer from 0 to 65535; got "80a"
goalpost: GOALPOST_TRUSTED_PROXY must be an IP address or CIDR range such as 10.0.0.0/8; got "me"
goalpost: --log-level must be one of fatal, error, warn, info, debug, trace, silent; got "loud"
`,
    });
  });

  it('that are switches follow the value of their variable', async ({ operator }) => {
    const isJson = async (value: string) => {
      const env = { GOALPOST_JSON: value };
      const create = ['project', 'create', '--name', `Shop ${value}`];
      const { stdout } = await operator.startGoalpost(create, { env }).ended;
      return stdout.startsWith('{');
    };
    expect(await Promise.all(['true', '1', 'false', '0'].map(isJson))).toEqual([true, true, false, false]);
  });

  it('that are switches accept only true and false', async ({ operator }) => {
    const { code, stderr } = await operator.startGoalpost(['project', 'create', '--name', 'Shop'], {
      env: { GOALPOST_JSON: 'maybe' },
    }).ended;
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'goalpost: GOALPOST_JSON must be "true" or "false"; got "maybe"\n',
    });
  });

  it('have defaults: data is stored in ./data', async ({ operator }) => {
    const { code } = await operator.shell('unset GOALPOST_DATA_DIR; goalpost project create --name Shop');
    expect(code).toBe(0);
    expect(existsSync(`${operator.dir}/data/goalpost.db`)).toBe(true);
  });
});
