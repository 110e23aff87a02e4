import type { Client } from '../../model/client.js';
import type { Visit } from '../../model/event.js';
import type { Project } from '../../model/project.js';
import { withoutLogin } from '../../model/url.js';
import { cleanText } from '../../validation/clean.js';
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

/** Maximum length of a visit's URL and referrer. A longer referrer is left out. */
const URL_CHARACTERS_MAX = 2048;

export interface AccessLogOptions {
  readonly includeBots: boolean;
  /** Matches the paths (without query) of pages, and replaces the asset rule. Null: every path that is not an asset is a page. */
  readonly pagePattern: TextTest | null;
  /** Matches the paths (with query) to leave out. */
  readonly exclude: TextTest | null;
  /** Origin of the site, such as "https://shop.example", which the log does not contain. Default: visits have only a path. */
  readonly origin?: string;
  /** Default: countries are unknown. */
  readonly countryOf?: CountryOf;
}

/** Takes linear time for any text: see `compileTextRule`. */
export type TextTest = (text: string) => boolean;

/** Turns the page requests of an access log into visits; `docs/import-format.md` has the rules. */
export class AccessLogReader implements LineReader {
  readonly #options: AccessLogOptions;
  readonly #sessions: VisitorSessions;
  readonly #ids = new DerivedIds();

  constructor(project: Project, options: AccessLogOptions) {
    this.#options = options;
    this.#sessions = new VisitorSessions(project.visitorKey);
  }

  read(text: string): Outcome {
    const parsed = parseCombinedLine(cleanText(text));
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

  /** Bots are checked last, so that their count is the number of visits they would have made. */
  #filterReason({ path, query }: Page, userAgent: string | null): FilterReason | null {
    const { includeBots, pagePattern, exclude } = this.#options;
    if (pagePattern === null ? isAsset(path) : !pagePattern(path)) return pagePattern === null ? 'asset' : 'excluded';
    if (exclude?.(path + query)) return 'excluded';
    return !includeBots && isBot(userAgent) ? 'bot' : null;
  }

  #visit({ address, userAgent, at, target, referrer }: LoggedRequest): Visit {
    const sessionId = this.#sessions.sessionOf(address, userAgent, at);
    const page = withoutLogin(target);
    const from = referrer !== null && isReferrer(referrer) ? withoutLogin(referrer) : null;
    // Ids are public, so this one must not depend on the address, the user agent or a login.
    const id = this.#ids.next(`${sessionId}\n${at}\n${page}\n${from ?? ''}`, at);
    const url = this.#absolute(page);
    return { type: 'visit', sessionId, id, at, origin: 'trusted', url, title: null, referrer: from };
  }

  #absolute(target: string): string {
    const { origin } = this.#options;
    return origin !== undefined && target.startsWith('/') ? origin + target : target;
  }

  #client({ address, userAgent }: LoggedRequest): Client {
    return clientOf({ userAgent, country: this.#options.countryOf?.(address) ?? null });
  }
}

/** Accepts pages and Android apps ("android-app://com.slack/"). */
function isReferrer(text: string): boolean {
  return text.length <= URL_CHARACTERS_MAX && (parseHttpUrl(text) !== null || /^android-app:\/\/./i.test(text));
}

/** 304 counts too: the visitor saw the cached page. */
function isServed(status: string): boolean {
  return status.startsWith('2') || status === '304';
}

interface Page {
  readonly path: string;
  /** Includes the "?"; empty when there is no query. */
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
