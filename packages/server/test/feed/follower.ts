import { BASE_PATH } from '#goalpost/app.js';

/** A message of the stream. */
export interface Message {
  readonly event: string;
  readonly data: { readonly id?: string; readonly [field: string]: unknown };
}

/** A client of `GET live` that reads only when it is asked to. */
export interface Follower {
  readonly answer: Response;
  /** The id that a browser would send as `Last-Event-ID`; undefined before the first. */
  readonly lastId: string | undefined;
  /** All that has been read, as it came. */
  readonly text: string;
  /** The next message; null when the stream has ended. */
  next(): Promise<Message | null>;
  /** The next messages, written like `conversion 1:url:goal:e1`. */
  take(count: number): Promise<string[]>;
  /** Resolves when the stream has ended, or was cut off. */
  ended(): Promise<void>;
  leave(): void;
}

/** Opens the stream, and waits for its headers. Reads it as the specification of server-sent events says. */
export async function follow(url: string, bearerToken: string, lastId?: string): Promise<Follower> {
  const leaving = new AbortController();
  const answer = await fetch(`${url}${BASE_PATH}/live`, {
    headers: { authorization: `Bearer ${bearerToken}`, ...(lastId !== undefined && { 'last-event-id': lastId }) },
    signal: leaving.signal,
  });
  return new StreamFollower(answer, lastId, leaving);
}

class StreamFollower implements Follower {
  readonly answer: Response;
  lastId: string | undefined;
  text = '';
  readonly #leaving: AbortController;
  readonly #blocks: AsyncGenerator<string>;

  constructor(answer: Response, lastId: string | undefined, leaving: AbortController) {
    this.answer = answer;
    this.lastId = lastId;
    this.#leaving = leaving;
    this.#blocks = this.#read();
  }

  async next(): Promise<Message | null> {
    for (;;) {
      const { value: block, done } = await this.#blocks.next();
      if (done) return null;
      const fields = new Map(block.split('\n').map((line) => line.split(/: ?(.*)/, 2) as [string, string]));
      this.lastId = fields.get('id') ?? this.lastId;
      const data = fields.get('data');
      if (data !== undefined) return { event: fields.get('event') ?? 'message', data: JSON.parse(data) };
    }
  }

  async take(count: number): Promise<string[]> {
    const messages: string[] = [];
    while (messages.length < count) {
      const message = await this.next();
      if (message === null) throw new Error(`the stream ended after ${JSON.stringify(messages)}`);
      messages.push(message.data.id === undefined ? message.event : `${message.event} ${message.data.id}`);
    }
    return messages;
  }

  async ended(): Promise<void> {
    while (await this.next().catch(() => null));
  }

  leave(): void {
    this.#leaving.abort();
  }

  async *#read(): AsyncGenerator<string> {
    let rest = '';
    for await (const chunk of this.answer.body!.pipeThrough(new TextDecoderStream())) {
      this.text += chunk;
      const blocks = (rest + chunk).split('\n\n');
      rest = blocks.pop()!;
      yield* blocks;
    }
  }
}
