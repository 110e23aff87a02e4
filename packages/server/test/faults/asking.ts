/** A request and what came of it. Times are in ms since 1970. */
export interface Asked {
  readonly what: string;
  readonly from: number;
  readonly until: number;
  /** Null if the connection broke within the answer, which then counts as none. */
  readonly status: number | null;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the API answers; the users check what they need of it.
  readonly body: any;
}

export interface Asking {
  readonly what: string;
  readonly url: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  /** The statuses that are right, beside a 503. */
  readonly expects: readonly number[];
  /** The request goes to a server itself, which may be down. */
  readonly isDirect?: boolean;
}

/** What a 503 may say, by docs/api/errors.md and the Caddyfile. */
const UNAVAILABLE = [
  /^The store cannot answer right now; try again in a moment\.$/,
  /^The store stopped answering after line \d+; send it all again in a moment, nothing is stored twice\.$/,
  /^No server can answer right now; try again in a moment\.$/,
];

/** Sends requests, and notes every answer that is not documented. */
export class Requests {
  readonly all: Asked[] = [];

  /** `violations`: what went wrong, in sentences. */
  constructor(readonly violations: string[]) {}

  async send({ what, url, method = 'POST', headers = {}, body, expects, isDirect = false }: Asking): Promise<Asked> {
    const from = Date.now();
    const note = (status: number | null, got: unknown): Asked => {
      const asked = { what, from, until: Date.now(), status, body: got };
      this.all.push(asked);
      return asked;
    };
    let answer: Response;
    try {
      answer = await fetch(url, { method, headers, ...(body !== undefined && { body }) });
    } catch (error) {
      const { message, cause } = error as Error;
      if (!isDirect) this.violations.push(`${what}: no answer: ${message} (${cause})`);
      return note(null, null);
    }
    const text = await answer.text().catch(() => null);
    if (text === null) return note(null, null);
    const got = parsed(text);
    const { status } = answer;
    const isRight = status === 503 ? isUnavailable(answer, got) : expects.includes(status) && got !== null;
    if (!isRight) this.violations.push(`${what}: ${status} ${text.slice(0, 300)}`);
    return note(status, got);
  }
}

function isUnavailable(answer: Response, body: { error?: unknown; message?: unknown } | null): boolean {
  const { error, message } = body ?? {};
  const isSaid = typeof message === 'string' && UNAVAILABLE.some((pattern) => pattern.test(message));
  return error === true && isSaid && answer.headers.has('retry-after');
}

function parsed(text: string) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
