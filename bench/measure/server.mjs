import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';

const READY_TIMEOUT_MS = 10_000;
const POLL_EVERY_MS = 2;

const running = new Set();

/**
 * Starts a Node program as a server on a free port of 127.0.0.1. `ready` is the path that answers once it is ready.
 * Returns the time until then, functions for its current and peak resident memory, and a function to stop it.
 */
export async function startServer({ name, args, ready }) {
  const port = await freePort();
  const startedAt = performance.now();
  const child = spawn(process.execPath, args(port), {
    stdio: ['pipe', 'ignore', 'pipe'],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  killOnExit();
  running.add(child);
  let stderr = '';
  child.stderr.on('data', (text) => {
    stderr = (stderr + text).slice(-2000);
  });
  const ended = new Promise((resolve) => child.once('exit', resolve)).then(() => running.delete(child));

  const url = `http://127.0.0.1:${port}`;
  while (!(await answers(url + ready))) {
    if (child.exitCode !== null || performance.now() - startedAt > READY_TIMEOUT_MS) {
      child.kill('SIGKILL');
      throw new Error(`${name} did not become ready. ${stderr}`);
    }
    await pause(POLL_EVERY_MS);
  }
  const readyMs = performance.now() - startedAt;
  return {
    url,
    readyMs,
    nowMb: () => memoryMb(child.pid).now,
    peakMb: () => memoryMb(child.pid).peak,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** Kills all servers when this process ends. Installed late, because creating data sets blocks signal handlers. */
function killOnExit() {
  if (process.listenerCount('exit', killAll) > 0) return;
  process.on('exit', killAll);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
}

function killAll() {
  for (const child of running) child.kill('SIGKILL');
}

/** Current and peak resident memory of a process in MB (10^6 bytes); Linux only. */
export function memoryMb(pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const mb = (field) => (Number(new RegExp(`${field}:\\s+(\\d+) kB`).exec(status)?.[1]) * 1024) / 1e6;
  return { now: mb('VmRSS'), peak: mb('VmHWM') };
}

/** Processor time used by a process, in ms, to a hundredth of a second; Linux only. */
export function processorMs(pid) {
  const [user, system] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ').slice(11, 13);
  return (Number(user) + Number(system)) * 10;
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

function answers(url) {
  return new Promise((resolve) => {
    request(url, { agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode < 500);
    })
      .once('error', () => resolve(false))
      .end();
  });
}
