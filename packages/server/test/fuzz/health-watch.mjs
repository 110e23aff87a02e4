// A thread that asks a server for /healthz all the time, and answers with how long the slowest answer took.
import { Agent, get } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';

const PAUSE_MS = 20;
const agent = new Agent({ keepAlive: true });

/** @returns {Promise<boolean>} */
const isHealthy = () =>
  new Promise((resolve) => {
    const request = get({ agent, host: '127.0.0.1', port: workerData.port, path: '/healthz' }, (answer) => {
      answer.resume().once('end', () => resolve(answer.statusCode === 200));
    });
    request.once('error', () => resolve(false));
  });

let isStopped = false;
parentPort?.once('message', () => {
  isStopped = true;
});

let slowestMs = 0;
let count = 0;
let failed = 0;
while (!isStopped) {
  const begun = performance.now();
  if (!(await isHealthy())) failed++;
  slowestMs = Math.max(slowestMs, performance.now() - begun);
  count++;
  await setTimeout(PAUSE_MS);
}
agent.destroy();
parentPort?.postMessage({ slowestMs, count, failed });
