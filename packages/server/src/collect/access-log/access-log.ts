import type { Client } from '../../model/client.js';
import type { Visit } from '../../model/event.js';
import type { Project } from '../../model/project.js';
import { shown } from '../../validation/faults.js';
import { isBot } from '../client/bots.js';
import { clientOf } from '../client/client-of.js';
import type { CountryOf } from '../client/countries.js';
import type { FilterReason } from '../event/event-counts.js';
import { parseHttpUrl } from '../event/http-url.js';
import { DerivedIds } from '../lines/derived-id.js';
import { event, filtered, type LineReader, type Outcome, refused } from '../lines/outcome.js';
import { isAsset } from './assets.js';
import { type LoggedRequest, parseCombinedLine } from './combined-line.js';
import { VisitorSessions } from './visitor-sessions.js';

/** Characters of a visit's URL; a referrer that is longer is left out. */
const URL_CHARACTERS_MAX = 2048;

export interface AccessLogOptions {
  readonly includeBots: boolean;
  /** Holds for the paths (without query) of pages; takes the place of the asset rule. Null: whatever is no asset is a page. */
  readonly pagePattern: TextTest | null;
  /** Holds for paths with their query that are left out. */
  readonly exclude: TextTest | null;
  /** Of the site, such as "https://shop.example": the log does not name it. Default: visits are known by their path alone. */
  readonly origin?: string;
  /** Default: nobody can tell. */
  readonly countryOf?: CountryOf;
}

/** In linear time, whatever the text: see `compileTextRule`. */
export type TextTest = (text: string) => boolean;

/** Makes visits of the requests for pages in an access log; `docs/import-format.md` has the rules. */
export class AccessLogReader implements LineReader {
  readonly #options: AccessLogOptions;
  readonly #sessions: VisitorSessions;
  readonly #ids = new DerivedIds();

  constructor(project: Project, options: AccessLogOptions) {
    this.#options = options;
    this.#sessions = new VisitorSessions(project.visitorKey);
  }

  read(text: string): Outcome {
    const parsed = parseCombinedLine(text);
    if (!parsed.ok) return refused('malformed', parsed.sentence);
    const { request } = parsed;
    if (request.method !== 'GET') return filtered('method');
    if (!isServed(request.status)) return filtered('status');
    const page = pageOf(request.target);
    if (page === null) return refused('invalid', `${NOT_A_PAGE}; got ${shown(request.target)}.`);
    const reason = this.#filterReason(page, request.userAgent);
    return reason === null ? event(this.#visit(request), this.#client(request)) : filtered(reason);
  }

  close(): void {
    this.#ids.close();
  }

  /** Bots come last, so that their number says how many visits they would have made. */
  #filterReason({ path, query }: Page, userAgent: string | null): FilterReason | null {
    const { includeBots, pagePattern, exclude } = this.#options;
    if (pagePattern === null ? isAsset(path) : !pagePattern(path)) return pagePattern === null ? 'asset' : 'excluded';
    if (exclude?.(path + query)) return 'excluded';
    return !includeBots && isBot(userAgent) ? 'bot' : null;
  }

  #visit({ address, userAgent, at, target, referrer }: LoggedRequest): Visit {
    const sessionId = this.#sessions.sessionOf(address, userAgent, at);
    const from = referrer !== null && isReferrer(referrer) ? referrer : null;
    // Neither address nor user agent: an id is public, and all that goes into this one is public as well.
    const id = this.#ids.next(`${sessionId}\n${at}\n${target}\n${from ?? ''}`, at);
    return { type: 'visit', sessionId, id, at, url: this.#absolute(target), title: null, referrer: from };
  }

  #absolute(target: string): string {
    const { origin } = this.#options;
    return origin !== undefined && target.startsWith('/') ? origin + target : target;
  }

  #client({ address, userAgent }: LoggedRequest): Client {
    return clientOf({ userAgent, country: this.#options.countryOf?.(address) ?? null });
  }
}

/** A page, or an app: "android-app://com.slack/". */
function isReferrer(text: string): boolean {
  return text.length <= URL_CHARACTERS_MAX && (parseHttpUrl(text) !== null || /^android-app:\/\/./i.test(text));
}

/** 304 says that the visitor has the page already. */
function isServed(status: string): boolean {
  return status.startsWith('2') || status === '304';
}

interface Page {
  readonly path: string;
  /** With its "?", or empty. */
  readonly query: string;
}

const NOT_A_PAGE = `The requested target must be a path beginning with "/", or an absolute URL, of at most ${URL_CHARACTERS_MAX} characters`;

function pageOf(target: string): Page | null {
  if (target.length > URL_CHARACTERS_MAX) return null;
  if (target.startsWith('/')) {
    const [, path, query] = PATH_AND_QUERY.exec(target) as unknown as [string, string, string];
    return { path, query };
  }
  const url = parseHttpUrl(target);
  return url && { path: url.pathname, query: url.search };
}

const PATH_AND_QUERY = /^([^?#]*)([^#]*)/;
