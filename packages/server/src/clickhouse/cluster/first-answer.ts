import { StoreUnavailable } from '../../store/store.js';
import { described, isTransient, NoAnswer } from './faults.js';
import type { Heartbeat } from './heartbeat.js';
import type { Node } from './node.js';
import type { PooledNode } from './pooled-node.js';

/** One way to get an answer. */
export interface Attempt<Result> {
  /** The nodes that it needs, if it begins now. When one of them is silent, the next attempt begins beside this one, which may still succeed. */
  nodes(): readonly PooledNode[];
  /** The signal is aborted once the result is not needed any more. `nodes`: those named when it began. */
  run(signal: AbortSignal, nodes: readonly PooledNode[]): Promise<Result>;
}

/**
 * The result of the first attempt that succeeds. They begin one after the other: the next one when the previous one has
 * failed or one of its nodes is silent. Attempts whose nodes answer come first. The error message calls the nodes `whom`. When
 * `signal` aborts, all attempts end, and the call rejects with its reason.
 *
 * @throws {StoreUnavailable} when every attempt has failed, or one of its nodes is gone.
 */
export async function firstAnswer<Result>(
  attempts: readonly Attempt<Result>[],
  whom: string,
  signal?: AbortSignal,
): Promise<Result> {
  signal?.throwIfAborted();
  const over = new AbortController();
  const waiting = [...attempts];
  if (!waiting.some(isHopeful)) for (const { nodes } of waiting) for (const { heartbeat } of nodes()) heartbeat.check();
  try {
    return await new Promise((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason), { signal: over.signal });
      let promising = 0;
      let failure = new Error('no node of it is known');
      const next = () => {
        const attempt = take(waiting);
        if (attempt) begin(attempt);
        else refuseOnceOver();
      };
      const refuseOnceOver = () => {
        if (promising + waiting.length > 0) return;
        reject(new StoreUnavailable(`${whom} cannot answer: ${described(failure)}`));
      };
      const begin = (attempt: Attempt<Result>) => {
        promising++;
        const nodes = attempt.nodes();
        const goOn = once(next);
        const giveUp = once((error: Error) => {
          failure = error;
          promising--;
          goOn();
          refuseOnceOver();
        });
        for (const { node, heartbeat } of nodes) {
          heartbeat.onceSilent(goOn, over.signal);
          heartbeat.onceGone(() => giveUp(awayError(node, heartbeat)), over.signal);
        }
        runUnlessGone(attempt, nodes, over.signal).then(resolve, (error) => {
          if (over.signal.aborted) return;
          if (!isTransient(error)) return reject(error);
          if (error instanceof NoAnswer) for (const { heartbeat } of nodes) heartbeat.check();
          giveUp(error);
        });
      };
      next();
    });
  } finally {
    over.abort();
  }
}

function isHopeful({ nodes }: Attempt<unknown>): boolean {
  return nodes().every(({ heartbeat }) => heartbeat.answers);
}

function take<Result>(waiting: Attempt<Result>[]): Attempt<Result> | undefined {
  const index = waiting.findIndex(isHopeful);
  return waiting.splice(Math.max(0, index), 1)[0];
}

async function runUnlessGone<Result>(
  { run }: Attempt<Result>,
  nodes: readonly PooledNode[],
  signal: AbortSignal,
): Promise<Result> {
  for (const { node, heartbeat } of nodes) {
    if (heartbeat.isGone && !(await heartbeat.check())) throw awayError(node, heartbeat);
  }
  return run(signal, nodes);
}

function awayError(node: Node, { failure }: Heartbeat): NoAnswer {
  return new NoAnswer(`${node.name} is away: ${failure?.message}`);
}

function once<Parameters extends unknown[]>(run: (...parameters: Parameters) => void): typeof run {
  let isDone = false;
  return (...parameters) => {
    if (isDone) return;
    isDone = true;
    run(...parameters);
  };
}
