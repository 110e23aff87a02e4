import { BASE_PATH } from '#goalpost/app.js';
import { freePort } from '../support/free-port.js';
import type { Operator, Running } from '../support/operator.js';

interface Readiness {
  readonly status: string;
  readonly redis: 'up' | 'away';
  readonly shards: readonly { readonly away: readonly string[] }[];
}

/** A `goalpost serve`. It keeps its ports when it is started again. */
export class Server {
  readonly url: string;
  readonly api: string;
  readonly #operator: Operator;
  readonly #args: readonly string[];
  readonly #metrics: string;
  #running: Running | null = null;

  private constructor(operator: Operator, flags: readonly string[], port: number, metricsPort: number) {
    this.url = `http://127.0.0.1:${port}`;
    this.api = this.url + BASE_PATH;
    this.#operator = operator;
    this.#metrics = `127.0.0.1:${metricsPort}`;
    this.#args = ['serve', '--port', String(port), '--metrics-listen', this.#metrics, ...flags];
  }

  static async start(operator: Operator, flags: readonly string[]): Promise<Server> {
    const server = new Server(operator, flags, await freePort(), await freePort());
    await server.start();
    return server;
  }

  /** Resolves once it listens. */
  async start(): Promise<void> {
    this.#running = this.#operator.startGoalpost(this.#args);
    await this.#running.said(/Goalpost listens on/);
  }

  async kill(): Promise<void> {
    this.signal('SIGKILL');
    await this.#running!.ended;
  }

  signal(signal: NodeJS.Signals): void {
    this.#running!.process.kill(signal);
  }

  /** Whether every node and Redis are up, as this server sees it. */
  async seesAllUp(): Promise<boolean> {
    const answer = await fetch(`http://${this.#metrics}/readyz`);
    const { status, redis, shards } = (await answer.json()) as Readiness;
    return status === 'ready' && redis === 'up' && shards.every(({ away }) => away.length === 0);
  }
}
