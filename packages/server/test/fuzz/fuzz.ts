import fc from 'fast-check';
import { deliver } from './deliver.js';
import type { Endpoint } from './endpoints.js';
import { hostileInput, type Input } from './inputs.js';

export interface Fuzz {
  readonly port: number;
  readonly endpoints: readonly Endpoint[];
  readonly bearerToken: string;
  readonly seed: number;
  readonly count: number;
  /** Called now and then, with how many inputs were delivered so far. */
  readonly onProgress?: (delivered: number) => void;
}

export interface FuzzResult {
  /** How often each status was answered. */
  readonly statuses: ReadonlyMap<number, number>;
  /** The endpoints that inputs were for. */
  readonly endpoints: ReadonlySet<string>;
  /** A text for each input that was answered with a 5xx, not at all, or whose connection stayed open. */
  readonly failures: readonly string[];
}

/** Connections at a time. */
const CONCURRENCY = 16;
/** Inputs that are made, and held in memory, at a time. */
const BATCH = 500;
const FAILURES_MAX = 20;
const SHOWN_CHARACTERS_MAX = 2000;

/** Sends `count` inputs that follow from `seed`. Ends early after a number of failures. */
export async function fuzz({
  port,
  endpoints,
  bearerToken,
  seed,
  count,
  onProgress = () => {},
}: Fuzz): Promise<FuzzResult> {
  const arbitrary = hostileInput(endpoints, bearerToken);
  const statuses = new Map<number, number>();
  const asked = new Set<string>();
  const failures: string[] = [];
  for (let begun = 0; begun < count && failures.length < FAILURES_MAX; begun += BATCH) {
    const inputs = fc.sample(arbitrary, { seed: seed + begun, numRuns: Math.min(BATCH, count - begun) });
    const waiting = inputs.entries();
    const work = async () => {
      for (const [index, input] of waiting) {
        const { statuses: answered, hasEnded } = await deliver(port, input);
        if (input.endpoint !== null) asked.add(input.endpoint);
        for (const status of answered) statuses.set(status, (statuses.get(status) ?? 0) + 1);
        const fault = faultOf(input, answered, hasEnded);
        if (fault !== null) failures.push(`input ${begun + index} ${fault}: ${shown(input)}`);
      }
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, work));
    onProgress(Math.min(begun + BATCH, count));
  }
  return { statuses, endpoints: asked, failures };
}

function faultOf({ ending }: Input, answered: readonly number[], hasEnded: boolean): string | null {
  const failed = answered.find((status) => status >= 500);
  if (failed !== undefined) return `was answered with ${failed}`;
  if (!hasEnded) return 'kept its connection open';
  return ending === 'answer' && answered.length === 0 ? 'was not answered' : null;
}

function shown({ parts, ending, address }: Input): string {
  const text = JSON.stringify(Buffer.concat(parts).toString('latin1'));
  return `${text.slice(0, SHOWN_CHARACTERS_MAX)} in ${parts.length} parts from ${address}, then ${ending}`;
}
