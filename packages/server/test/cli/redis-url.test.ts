import { describe, expect } from 'vitest';
import { it } from '../support/operator.js';
import { useRedis } from '../support/redis.js';

const redis = useRedis();

describe('--redis-url', () => {
  it.for(['', 'localhost:6379', 'http://127.0.0.1:6379', 'redis://'])(
    'refuses "%s" without showing it, because it may contain a password',
    async (url, { operator }) => {
      const { code, stderr } = await operator.startGoalpost(['serve'], { env: { GOALPOST_REDIS_URL: url } }).ended;
      expect({ code, stderr }).toEqual({
        code: 2,
        stderr:
          'goalpost: GOALPOST_REDIS_URL must be a URL such as redis://127.0.0.1:6379; got something else (not shown, because it may contain a password)\n',
      });
    },
  );

  it('with a wrong password ends the server at the start', async ({ operator }) => {
    const url = redis.url.replace('//', '//:wrong@');
    await redis.command('CONFIG', 'SET', 'requirepass', 'right');
    const { code, stdout, stderr } = await operator.startGoalpost(['serve', '--port', '0'], {
      env: { GOALPOST_REDIS_URL: url },
    }).ended;
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr:
        'goalpost: Redis refuses the connection that --redis-url describes: WRONGPASS invalid username-password pair or user is disabled.\n',
    });
    expect(stdout).not.toContain('listens');
  });
});

describe('a server with Redis that is told to stop ends with 0', () => {
  it.for(['up', 'away'])('while Redis is %s', async (redisIs, { operator }) => {
    if (redisIs === 'away') await redis.kill();
    const server = await operator.serve('--no-console', '--redis-url', redis.url);
    server.process.kill('SIGTERM');
    expect(await server.ended).toMatchObject({ code: 0, stderr: '' });
  });
});
