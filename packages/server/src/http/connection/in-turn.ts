import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { closeLingering } from './lingering-close.js';

/** Requests that wait on one connection for the answer before theirs. */
export const PIPELINED_MAX = 64;
/** Limit of their header lines together. In memory a short line takes twelve times its bytes. */
export const PIPELINED_HEADERS_MAX = 1000;

/**
 * Handles the requests of a connection one after the other: the next one starts when the operating system has taken the
 * previous answer. So a client that pipelines and does not read costs no more than one answer. The connection is not read
 * while requests wait, and is closed when more than `PIPELINED_MAX` of them wait, or more than `PIPELINED_HEADERS_MAX` lines.
 */
export function inTurn(handle: RequestListener): RequestListener {
  return (request, response) => {
    turnsOf(request.socket).take(request, response, handle);
  };
}

/** Whether a request of this connection is being handled, and the client has read all of the answer so far. */
export function isOurTurn(socket: Socket): boolean {
  return turns.get(socket)?.isBusy === true && socket.writableLength === 0;
}

/**
 * Says that this answer does not end by itself. The connection takes no more requests, since none of them would be answered,
 * and is read on, so that the end of the client is noticed.
 */
export function takeNoMoreRequests({ socket }: IncomingMessage): void {
  turnsOf(socket).takeNoMore();
}

const turns = new WeakMap<Socket, Turns>();

function turnsOf(socket: Socket): Turns {
  let found = turns.get(socket);
  if (found === undefined) {
    found = new Turns(socket);
    turns.set(socket, found);
  }
  return found;
}

interface Waiting {
  begin(): void;
  readonly headers: number;
}

class Turns {
  readonly #socket: Socket;
  readonly #waiting: Waiting[] = [];
  #headersWaiting = 0;
  #current: IncomingMessage | null = null;
  #takesNoMore = false;

  constructor(socket: Socket) {
    this.#socket = socket;
    // Node.js calls this after the last answer. Its own function would lose that answer if the body is still arriving.
    const destroySoon = socket.destroySoon.bind(socket);
    socket.destroySoon = () => {
      if (this.#current === null || this.#current.complete) destroySoon();
      else closeLingering(socket, this.#current);
    };
  }

  get isBusy(): boolean {
    return this.#current !== null;
  }

  take(request: IncomingMessage, response: ServerResponse, handle: RequestListener): void {
    const begin = () => {
      this.#current = request;
      response.once('close', () => this.#next());
      handle(request, response as Parameters<RequestListener>[1]);
    };
    if (this.#current === null) begin();
    else this.#wait({ begin, headers: request.rawHeaders.length / 2 });
  }

  takeNoMore(): void {
    this.#takesNoMore = true;
    this.#current?.resume();
    if (this.#waiting.length > 0) this.#socket.destroy();
  }

  #wait(waiting: Waiting): void {
    this.#headersWaiting += waiting.headers;
    const areTooMany = this.#waiting.length >= PIPELINED_MAX || this.#headersWaiting > PIPELINED_HEADERS_MAX;
    if (areTooMany || this.#takesNoMore) {
      this.#socket.destroy();
      return;
    }
    this.#waiting.push(waiting);
    this.#socket.pause();
  }

  #next(): void {
    this.#current = null;
    // The connection ends with this answer, or has ended already.
    if (!this.#socket.writable) this.#waiting.length = 0;
    const next = this.#waiting.shift();
    if (next === undefined) return;
    this.#headersWaiting -= next.headers;
    if (this.#waiting.length === 0) this.#socket.resume();
    next.begin();
  }
}
