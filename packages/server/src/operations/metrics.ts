import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { FILTER_REASONS, REFUSAL_KINDS } from '../collect/outcome.js';
import { REFUSALS, type Refusal } from '../http/errors.js';
import { type RedisHealth, SHARED } from '../live/live.js';

const EVENT_OUTCOMES = ['stored', 'repeated', ...FILTER_REASONS, ...REFUSAL_KINDS] as const;
type EventOutcome = (typeof EVENT_OUTCOMES)[number];

/** What an operator can watch, in Prometheus form. Every count is there from the start, at zero. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #requests = new Histogram({
    name: 'goalpost_http_request_duration_seconds',
    help: 'Answered requests, and the time each took.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    registers: [this.#registry],
  });
  // Finding a series by its labels takes longer than adding to it.
  readonly #series = new Map<string, { observe(seconds: number): void }>();
  readonly #outcomes = new Map<EventOutcome, { inc(count: number): void }>();
  readonly #refusals = new Counter({
    name: 'goalpost_refusals_total',
    help: 'Requests refused, by kind.',
    labelNames: ['kind'] as const,
    registers: [this.#registry],
  });
  readonly #events = new Counter({
    name: 'goalpost_events_total',
    help: 'Events received over HTTP, by what became of them.',
    labelNames: ['outcome'] as const,
    registers: [this.#registry],
  });

  /** `redis`: null when there is none to watch. */
  constructor(redis: RedisHealth | null = null) {
    collectDefaultMetrics({ register: this.#registry });
    for (const kind of REFUSALS) this.#refusals.inc({ kind }, 0);
    for (const outcome of EVENT_OUTCOMES) {
      this.#events.inc({ outcome }, 0);
      this.#outcomes.set(outcome, this.#events.labels(outcome));
    }
    if (redis) watchRedis(redis, this.#registry);
  }

  /** `route` is the pattern, not the address asked for, so that there are only so many. */
  answered(method: string, route: string, status: number, seconds: number): void {
    const key = `${method} ${route} ${status}`;
    let series = this.#series.get(key);
    if (!series) {
      series = this.#requests.labels(method, route, String(status));
      this.#series.set(key, series);
    }
    series.observe(seconds);
  }

  refused(kind: Refusal): void {
    this.#refusals.inc({ kind });
  }

  events(outcome: EventOutcome, count: number): void {
    if (count > 0) this.#outcomes.get(outcome)!.inc(count);
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** The text exposition format. */
  text(): Promise<string> {
    return this.#registry.metrics();
  }
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
