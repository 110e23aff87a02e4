const LF = 10;

/** No line has been completed for too long. */
export class OutOfPatience extends Error {
  override readonly name = 'OutOfPatience';
  readonly code = 'OUT_OF_PATIENCE';
}

/**
 * Passes chunks of lines on, and throws `OutOfPatience` once it has waited for `waitMsMax` since the last line break. Only time
 * spent waiting for the sender counts, not the time that the reader takes to process the chunks.
 */
export async function* patiently(source: AsyncIterable<Buffer>, waitMsMax: number): AsyncGenerator<Buffer> {
  const chunks = source[Symbol.asyncIterator]();
  let waited = 0;
  for (;;) {
    const began = performance.now();
    const next = await withPatience(chunks.next(), waitMsMax - waited);
    if (next.done) return;
    waited = next.value.includes(LF) ? 0 : waited + performance.now() - began;
    yield next.value;
  }
}

/** The same promise, which rejects with `OutOfPatience` if it takes too long. */
export async function withPatience<Value>(promise: Promise<Value>, waitMs: number): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new OutOfPatience()), Math.max(waitMs, 0));
  });
  try {
    return await Promise.race([promise, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
