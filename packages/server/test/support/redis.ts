import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Redis } from 'ioredis';
import { afterEach, beforeEach } from 'vitest';
import { freePort } from './free-port.js';

/** A real redis-server without files. It keeps its port when it is restarted. */
export interface RedisServer {
  readonly url: string;
  /** Resolves once it accepts connections. */
  start(...args: string[]): Promise<void>;
  /** Kills it with SIGKILL, and resolves when it has ended. */
  kill(): Promise<void>;
  /** Suspends it: connections stay open without answers until it continues. */
  pause(): void;
  goOn(): void;
  /** Runs a Redis command. */
  command(name: string, ...args: string[]): Promise<unknown>;
}

/** Starts a server before each test of the file and ends it after. */
export function useRedis(): RedisServer {
  let child: ChildProcess;
  let port: number;
  const redis: { -readonly [Key in keyof RedisServer]: RedisServer[Key] } = {
    url: '',
    start: async (...args) => {
      const own = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
      child = spawn('redis-server', [...own, ...args]);
      await said(child, /Ready to accept connections/);
    },
    kill: async () => {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
    pause: () => child.kill('SIGSTOP'),
    goOn: () => child.kill('SIGCONT'),
    command: async (name, ...args) => {
      const client = new Redis(redis.url);
      try {
        return await client.call(name, ...args);
      } finally {
        client.disconnect();
      }
    },
  };
  beforeEach(async () => {
    port = await freePort();
    redis.url = `redis://127.0.0.1:${port}`;
    await redis.start();
  });
  afterEach(() => redis.kill());
  return redis;
}

async function said(child: ChildProcess, pattern: RegExp): Promise<void> {
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout! })) {
    if (pattern.test(line)) {
      // The rest of its output is read, so that it never blocks on a full pipe.
      child.stdout!.resume();
      return;
    }
    lines.push(line);
  }
  throw new Error(`redis-server ended: ${lines.join('\n')}`);
}
