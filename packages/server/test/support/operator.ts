import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { it as base } from 'vitest';
import { issueSecret } from '#goalpost/access/secret.js';
import { BASE_PATH } from '#goalpost/app.js';
import type { GoalDefinition } from '#goalpost/model/goal.js';
import type { ProjectId } from '#goalpost/model/ids.js';
import { ABILITIES } from '#goalpost/model/token.js';
import { openSqliteStore } from '#goalpost/sqlite/sqlite-store.js';
import { project, token } from './builders.js';
import { ROOT } from './root.js';

export const GOALPOST = path.join(ROOT, 'packages/server/bin/goalpost.js');
/** The folder where `npm install` puts the command and npx finds it. */
export const INSTALLED = path.join(ROOT, 'node_modules/.bin');

/** A program's exit code and output. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface RunOptions {
  /** The whole standard input. Null leaves it open and empty. */
  readonly input?: string | Buffer | null;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly ownGroup?: boolean;
}

/** A running program. It is killed if it still runs when its test ends. */
export interface Running {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves with the match of `pattern` in a line of its standard output. */
  said(pattern: RegExp): Promise<RegExpExecArray>;
}

export interface RunningServer extends Running {
  /** `url` with the base path of all endpoints. `url` is like http://127.0.0.1:40001. */
  readonly api: string;
  readonly url: string;
}

/** An operator at a shell, with a directory that is deleted when the test ends. */
export interface Operator {
  readonly dir: string;
  /** The value of GOALPOST_DATA_DIR, unless a test sets another. */
  readonly dataDir: string;
  /** Runs the `goalpost` command. */
  goalpost(...args: string[]): Promise<Ended>;
  startGoalpost(args: readonly string[], options?: RunOptions): Running;
  /** Runs a line of shell, with `goalpost` on PATH. */
  shell(line: string, options?: RunOptions): Promise<Ended>;
  start(program: string, args: readonly string[], options?: RunOptions): Running;
  /** Starts a server on a free port, and resolves once it listens. */
  serve(...args: string[]): Promise<RunningServer>;
  /** Creates the project `p1` with these goals, and returns a token with all abilities and a very high rate limit. */
  openShop(...goals: GoalDefinition[]): Promise<string>;
}

/** A test that gets an operator. */
export const it = base.extend<{ operator: Operator }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest derives the needed fixtures from the pattern.
  operator: async ({}, use) => {
    const running: Running[] = [];
    const dir = mkdtempSync(path.join(tmpdir(), 'goalpost-'));
    await use(newOperator(dir, running));
    for (const { process } of running) process.kill('SIGKILL');
    await Promise.all(running.map(({ ended }) => ended));
    rmSync(dir, { recursive: true });
  },
});

function newOperator(dir: string, running: Running[]): Operator {
  const dataDir = path.join(dir, 'data');

  const start: Operator['start'] = (program, args, { input = '', env = {}, cwd = dir, ownGroup = false } = {}) => {
    const child = spawn(program, args, {
      cwd,
      detached: ownGroup,
      env: { ...inheritedEnvironment(), GOALPOST_DATA_DIR: dataDir, ...env },
    });
    // A program that refuses its input may end before it has read all of it.
    child.stdin.on('error', () => {});
    if (input !== null) child.stdin.end(input);
    const started = observe(child);
    running.push(started);
    return started;
  };
  const startGoalpost: Operator['startGoalpost'] = (args, options) =>
    start(process.execPath, [GOALPOST, ...args], options);

  return {
    dir,
    dataDir,
    start,
    startGoalpost,
    goalpost: (...args) => startGoalpost(args).ended,
    shell: (line, options) => start('/bin/sh', ['-c', line], options).ended,

    async serve(...args) {
      const server = startGoalpost(['serve', '--port', '0', ...args]);
      const [, url] = await server.said(/Goalpost listens on (http:[^"]+)/);
      return { ...server, url: url!, api: url + BASE_PATH };
    },

    async openShop(...goals) {
      const { id, bearerToken, secretHash } = issueSecret();
      const store = openSqliteStore(dataDir);
      try {
        await store.projects.create(project());
        await store.tokens.create(token({ id, secretHash, abilities: ABILITIES, rateLimit: 1_000_000 }));
        for (const goal of goals) await store.goals.create('p1' as ProjectId, goal);
      } finally {
        await store.close();
      }
      return bearerToken;
    },
  };
}

/** The environment without the developer's own Goalpost settings. */
function inheritedEnvironment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('GOALPOST_'));
  return { ...Object.fromEntries(own), PATH: `${INSTALLED}${path.delimiter}${process.env.PATH}` };
}

function observe(child: ChildProcess & { stdout: NodeJS.ReadableStream; stderr: NodeJS.ReadableStream }): Running {
  const written = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    written.stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    written.stderr += chunk.toString();
  });
  const lines = createInterface({ input: child.stdout });
  return {
    process: child,
    ended: new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => resolve({ code, ...written }));
    }),
    said: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (line: string) => {
          const found = pattern.exec(line);
          if (found) resolve(found);
        };
        written.stdout.split('\n').forEach(look);
        lines.on('line', look);
        child.once('close', () => reject(new Error(`ended without saying ${pattern}: ${JSON.stringify(written)}`)));
      }),
  };
}
