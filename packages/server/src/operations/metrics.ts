import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import { FILTER_REASONS, REFUSAL_KINDS } from '../collect/outcome.js';
import { REFUSALS, type Refusal } from '../http/errors.js';

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
  /** Finding a series by its labels takes longer than adding to it. */
  readonly #series = new Map<string, { observe(seconds: number): void }>();
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

  constructor() {
    collectDefaultMetrics({ register: this.#registry });
    for (const kind of REFUSALS) this.#refusals.inc({ kind }, 0);
    for (const outcome of EVENT_OUTCOMES) this.#events.inc({ outcome }, 0);
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
    this.#events.inc({ outcome }, count);
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** The text exposition format. */
  text(): Promise<string> {
    return this.#registry.metrics();
  }
}
