import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Redis } from 'ioredis';
import { freePort } from './free-port.js';

/** A real redis-server without files. It keeps its port when it is restarted. */
export class RedisServer {
  #child: ChildProcess | null = null;
  #port = 0;

  get url(): string {
    return `redis://127.0.0.1:${this.#port}`;
  }

  /** Resolves once it accepts connections. */
  async start(...args: string[]): Promise<void> {
    if (this.#port === 0) this.#port = await freePort();
    const own = ['--port', String(this.#port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
    this.#child = spawn('redis-server', [...own, ...args]);
    await said(this.#child, /Ready to accept connections/);
  }

  /** Kills it with SIGKILL, and resolves when it has ended. */
  async kill(): Promise<void> {
    const child = this.#child;
    child?.kill('SIGKILL');
    if (child && child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }

  /** Suspends it: connections stay open without answers until it continues. */
  pause(): void {
    this.#child?.kill('SIGSTOP');
  }

  goOn(): void {
    this.#child?.kill('SIGCONT');
  }

  /** Runs a Redis command. */
  async command(name: string, ...args: string[]): Promise<unknown> {
    const client = new Redis(this.url);
    try {
      return await client.call(name, ...args);
    } finally {
      client.disconnect();
    }
  }
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
