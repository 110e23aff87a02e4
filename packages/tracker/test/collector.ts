import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { faultsOf, type TrackBody, type TrackedEvent } from './contract.js';

export const TRACK_PATH = '/api/services/analytics/v1/track';

const SCRIPT = readFileSync(new URL('../dist/t.js', import.meta.url));

export interface TrackRequest {
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  /** Bytes of the body. */
  readonly size: number;
  readonly body: TrackBody;
  readonly status: number;
}

const REFUSAL = { error: true, message: 'The request is refused, as the test wants it.' };

/**
 * A collector that records requests. It serves the tracker and answers like the real one, but is stricter: it refuses
 * preflights and invalid bodies, and lists them in `faults`.
 */
export class Collector {
  readonly requests: TrackRequest[] = [];
  readonly faults: string[] = [];
  /** The status of answers to valid requests. */
  status = 202;
  session = 'S1';
  /** More data of answers with 202, such as refused events. */
  complaints = {};
  private readonly server = createServer((request, response) => void this.handle(request, response));
  private port = 0;
  private waiting: (() => void)[] = [];

  get origin(): string {
    return `http://stats.test:${this.port}`;
  }

  /** Uses the same port again after `stop`. */
  start(): Promise<void> {
    return new Promise((resolve) =>
      this.server.listen(this.port, '127.0.0.1', () => {
        this.port = (this.server.address() as AddressInfo).port;
        resolve();
      }),
    );
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  /** Events of requests answered with 202, in order of arrival, without repeats. */
  get events(): TrackedEvent[] {
    const accepted = this.requests.filter(({ status }) => status === 202).flatMap(({ body }) => body.events);
    return accepted.filter(({ id }, index) => accepted.findIndex((event) => event.id === id) === index);
  }

  /** Resolves once `holds` returns true. It is checked after every request. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  /** Public, so that a site can proxy a path to it. */
  async handle(request: IncomingMessage, response: ServerResponse, path = pathOf(request)): Promise<void> {
    if (request.method === 'GET' && path === '/t.js') {
      response.writeHead(200, { 'content-type': 'text/javascript' }).end(SCRIPT);
    } else if (request.method === 'POST' && path === TRACK_PATH) {
      await this.track(request, response);
    } else {
      if (request.method !== 'GET') this.faults.push(`${request.method} ${path}`);
      response.writeHead(404).end();
    }
  }

  private async track(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const raw = await text(request);
    const faults = faultsOf(request.headers, raw);
    const status = faults.length > 0 ? 422 : this.status;
    this.faults.push(...faults);
    const answer = status === 202 ? { error: false, data: { session_id: this.session, ...this.complaints } } : REFUSAL;
    response
      .writeHead(status, { 'content-type': 'application/json', 'access-control-allow-origin': '*' })
      .end(JSON.stringify(answer));
    if (faults.length === 0) {
      const { headers, url = '' } = request;
      this.requests.push({ url, headers, size: Buffer.byteLength(raw), body: JSON.parse(raw), status });
    }
    for (const resume of this.waiting.splice(0)) resume();
  }
}

function pathOf({ url = '/' }: IncomingMessage): string {
  return new URL(url, 'http://any.test').pathname;
}
