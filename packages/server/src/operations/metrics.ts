import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { EVENT_OUTCOMES, type EventCounts, type EventOutcome } from '../collect/event/event-counts.js';
import { REFUSALS, type Refusal } from '../http/errors.js';
import type { RefusalCounts } from '../http/refusals/refusal-counts.js';
import { type RedisHealth, SHARED } from '../live/live.js';
import type { StoreNodes } from '../store/nodes.js';
import { RequestDurations } from './request-durations.js';

/** A route's pattern and method. The server has a fixed number of them. */
export interface Endpoint {
  readonly method: string;
  readonly route: string;
}

/** The label of requests to unknown addresses, so that strangers cannot create series. */
const OTHER: Endpoint = { method: 'other', route: 'other' };

/** The metrics of the server in Prometheus form. Every counter exists from the start, at zero. */
export class Metrics implements RefusalCounts, EventCounts {
  readonly #registry = new Registry();
  readonly #requests = new RequestDurations();
  readonly #refusals = new Counter({
    name: 'goalpost_refusals_total',
    help: 'Requests refused, by kind.',
    labelNames: ['kind'] as const,
    registers: [this.#registry],
  });
  readonly #connections = new Counter({
    name: 'goalpost_connections_refused_total',
    help: 'Connections closed because their address, or all addresses together, had too many.',
    registers: [this.#registry],
  });
  readonly #events = new Map(EVENT_OUTCOMES.map((outcome): [EventOutcome, number] => [outcome, 0]));

  /** `redis`, `nodes`: null when the server does not use Redis, or its store has no nodes. */
  constructor(redis: RedisHealth | null = null, nodes: StoreNodes | null = null) {
    collectDefaultMetrics({ register: this.#registry });
    for (const kind of REFUSALS) this.#refusals.inc({ kind }, 0);
    showEvents(this.#events, this.#registry);
    if (redis) watchRedis(redis, this.#registry);
    if (nodes) watchNodes(nodes, this.#registry);
  }

  /** `endpoint`: null when the address or its method is unknown. */
  answered(endpoint: Endpoint | null, status: number, seconds: number): void {
    const { method, route } = endpoint ?? OTHER;
    this.#requests.observe(method, route, status, seconds);
  }

  refused(kind: Refusal): void {
    this.#refusals.inc({ kind });
  }

  connectionRefused(): void {
    this.#connections.inc();
  }

  events(outcome: EventOutcome, count: number): void {
    this.#events.set(outcome, this.#events.get(outcome)! + count);
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** The metrics in the text exposition format. */
  async text(): Promise<string> {
    return `${await this.#registry.metrics()}\n${await this.#requests.text()}`;
  }
}

/** Counts in a map of our own, because the library's counter looks up its series by all labels each time. */
function showEvents(events: ReadonlyMap<EventOutcome, number>, registry: Registry): void {
  new Counter({
    name: 'goalpost_events_total',
    help: 'Events received over HTTP, by what became of them.',
    labelNames: ['outcome'] as const,
    registers: [registry],
    collect() {
      this.reset();
      for (const [outcome, count] of events) this.inc({ outcome }, count);
    },
  });
}

function watchRedis(redis: RedisHealth, registry: Registry): void {
  new Gauge({
    name: 'goalpost_redis_up',
    help: '1 while Redis is up, 0 while it is away and this process works by itself.',
    registers: [registry],
    collect() {
      this.set(redis.isUp ? 1 : 0);
    },
  });
  new Counter({
    name: 'goalpost_redis_fallbacks_total',
    help: 'What this process answered by itself because Redis was away.',
    labelNames: ['of'] as const,
    registers: [registry],
    collect() {
      this.reset();
      for (const of of SHARED) this.inc({ of }, redis.fallbacks[of]);
    },
  });
}

function watchNodes(nodes: StoreNodes, registry: Registry): void {
  new Gauge({
    name: 'goalpost_store_nodes',
    help: 'Nodes that hold copies of a shard, by whether this process finds them up or away.',
    labelNames: ['shard', 'state'] as const,
    registers: [registry],
    collect() {
      this.reset();
      for (const { shard, up, away } of nodes.shards()) {
        this.set({ shard: shard ?? 'unknown', state: 'up' }, up.length);
        this.set({ shard: shard ?? 'unknown', state: 'away' }, away.length);
      }
    },
  });
}
