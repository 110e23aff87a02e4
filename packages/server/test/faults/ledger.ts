/** A session, or a visitor whose session the server chooses. */
export class Source {
  /** Null until the server has named it. */
  session: string | null = null;
  /** Ids of the events that were sent, and of those that the server has acknowledged. */
  readonly sent = new Set<string>();
  readonly acknowledged = new Set<string>();

  constructor(
    readonly name: string,
    readonly round: number,
  ) {}
}

/** Everything that users have sent, and what was acknowledged. */
export class Ledger {
  readonly sources: Source[] = [];

  /** `violations`: what went wrong, in sentences. */
  constructor(readonly violations: string[]) {}

  open(name: string, round: number): Source {
    const source = new Source(name, round);
    this.sources.push(source);
    return source;
  }

  /** The sources whose session is known. */
  get known(): (Source & { readonly session: string })[] {
    return this.sources.filter((source): source is Source & { session: string } => source.session !== null);
  }

  acknowledge(source: Source, session: string, ids: readonly string[]): void {
    if (source.session !== null && source.session !== session)
      this.violations.push(`${source.name}: session ${session} after ${source.session}, for ${ids.join(', ')}`);
    source.session ??= session;
    for (const id of ids) source.acknowledged.add(id);
  }

  get acknowledgedCount(): number {
    return this.sources.reduce((sum, { acknowledged }) => sum + acknowledged.size, 0);
  }
}

/**
 * Says what is wrong with an answer: ids that occur twice, that lack although they were acknowledged `before` the question, or
 * that nobody had sent when it came.
 */
export function faultOf(got: readonly string[], before: ReadonlySet<string>, sent: ReadonlySet<string>): string | null {
  const found = new Set(got);
  const missing = [...before].filter((id) => !found.has(id));
  const unknown = [...found].filter((id) => !sent.has(id));
  const parts = [
    ...(missing.length > 0 ? [`lacks ${some(missing)}`] : []),
    ...(unknown.length > 0 ? [`has ${some(unknown)}, which was never sent`] : []),
    ...(found.size < got.length ? [`has ${got.length - found.size} ids twice`] : []),
  ];
  return parts.length > 0 ? parts.join(', ') : null;
}

function some(ids: readonly string[]): string {
  return ids.length <= 5 ? ids.join(', ') : `${ids.slice(0, 5).join(', ')} and ${ids.length - 5} more`;
}
