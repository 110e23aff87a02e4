import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { configXml, type Place, USERS_XML } from './config.js';
import type { SmallDisks } from './small-disks.js';

const ENGINE = fileURLToPath(new URL('./engine/', import.meta.url));
const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 20_000;

export const dataDirOf = (dir: string) => path.join(dir, 'data');

/** A real ClickHouse node in a process of its own. Its data in `dir` stays when it is stopped or killed. */
export class ClickHouseNode {
  readonly url: string;
  #child: ChildProcess | null = null;

  constructor(
    readonly dir: string,
    readonly place: Place,
    readonly all: readonly Place[],
    readonly disks: SmallDisks | null = null,
  ) {
    this.url = `http://127.0.0.1:${place.httpPort}`;
  }

  /** Where its data is, as the node sees it. */
  get dataDir(): string {
    return dataDirOf(this.dir);
  }

  /** Null while the node is not running. */
  get processId(): number | null {
    return this.#child?.pid ?? null;
  }

  /** Resolves when the node has loaded its tables and answers. */
  async start(): Promise<void> {
    const child = this.#spawn();
    this.#child = child;
    child.once('exit', () => {
      if (this.#child === child) this.#child = null;
    });
    const deadline = Date.now() + READY_WITHIN_MS;
    while (!(await this.#answers())) {
      if (this.#child !== child || Date.now() > deadline) {
        await this.kill();
        throw new Error(`the ClickHouse node in ${this.dir} did not start:\n${this.#output()}`);
      }
      await sleep(20);
    }
  }

  /** Shuts down cleanly. */
  async stop(): Promise<void> {
    const child = this.#child;
    if (!child) return;
    (child.stdio[3] as Socket).destroy();
    const exited = once(child, 'exit');
    await Promise.race([exited, sleep(STOP_WITHIN_MS, undefined, { ref: false })]);
    await this.kill();
  }

  /** Kills the node with SIGKILL. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (!child) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }

  #seen(file: string): string {
    return this.disks?.seen(file) ?? file;
  }

  async #answers(): Promise<boolean> {
    try {
      return (await fetch(`${this.url}/ping`, { signal: AbortSignal.timeout(1000) })).ok;
    } catch {
      return false;
    }
  }

  #output(): string {
    return readFileSync(path.join(this.dir, 'output.log'), 'utf8').slice(-4000);
  }

  #spawn(): ChildProcess {
    if (!existsSync(path.join(ENGINE, 'node_modules'))) {
      throw new Error(`the engine is not installed; run "npm test", or "npm ci" in ${ENGINE}`);
    }
    mkdirSync(this.dir, { recursive: true });
    // The engine creates its system tables at each start and fails if old ones exist.
    rmSync(this.#seen(path.join(this.dataDir, 'data', 'system')), { recursive: true, force: true });
    const config = path.join(this.dir, 'config.xml');
    writeFileSync(config, configXml(this.dir, this.place, this.all));
    writeFileSync(path.join(this.dir, 'users.xml'), USERS_XML);
    const output = openSync(path.join(this.dir, 'output.log'), 'w');
    const [program, ...args] = [...(this.disks?.enter ?? []), process.execPath, path.join(ENGINE, 'run.mjs'), config];
    const child = spawn(program!, args, {
      env: { ...process.env, TZ: 'UTC', TERM: 'dumb' },
      stdio: ['ignore', output, output, 'pipe'],
    });
    closeSync(output);
    child.stdio[3]!.on('error', () => {});
    return child;
  }
}
