import { eventOf } from '../../model/event.js';
import { parseCleanJson } from '../../validation/clean.js';
import { summarize } from '../../validation/faults.js';
import { say } from '../../validation/sentences.js';
import { isBot } from '../client/bots.js';
import { clientOf } from '../client/client-of.js';
import { type Exclusions, NOTHING_EXCLUDED } from '../client/exclusions.js';
import { EXPECTED_LINE, parseEvent } from '../event/parse-event.js';
import { DerivedIds } from './derived-id.js';
import { filtered, found, type LineNotes, type LineReader, type Outcome, type ReadEvent, refused } from './outcome.js';

/** Reads the import format: one JSON event per line. See `docs/import-format.md`. */
export class NdjsonReader implements LineReader<ReadEvent> {
  readonly #includeBots: boolean;
  readonly #exclusions: Exclusions;
  readonly #ids = new DerivedIds();

  constructor({ includeBots }: { readonly includeBots: boolean }, exclusions = NOTHING_EXCLUDED) {
    this.#includeBots = includeBots;
    this.#exclusions = exclusions;
  }

  read(text: string): Outcome<ReadEvent> {
    const value = parseJson(text);
    if (value === undefined) return refused('malformed', say('line_not_json', { expected: EXPECTED_LINE }));
    const parsed = parseEvent(value);
    if (!parsed.ok) return refused('invalid', summarize(parsed.faults));
    const { event: sent, userAgent } = parsed;
    if (this.#exclusions.hasPage(sent.url)) return filtered('excluded');
    if (!this.#includeBots && isBot(userAgent)) return filtered('bot');
    const event = eventOf(sent, { ...sent, id: sent.id ?? this.#ids.next(text, sent.at) });
    return found({ event, client: clientOf({ userAgent }), visitor: null });
  }

  async events(found: readonly ReadEvent[]): Promise<readonly ReadEvent[]> {
    return found;
  }

  notes(): LineNotes {
    return { format: 'ndjson', forwarded: 0, apart: 0 };
  }

  close(): void {
    this.#ids.close();
  }
}

/** Undefined for invalid JSON, because JSON cannot represent undefined. */
function parseJson(text: string): unknown {
  try {
    return parseCleanJson(text);
  } catch {
    return undefined;
  }
}
