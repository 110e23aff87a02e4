import type { AddressRange } from '../../http/connection/ip-address.js';
import type { Client } from '../../model/client.js';
import type { Visit } from '../../model/event.js';
import type { EventId } from '../../model/ids.js';
import type { Project } from '../../model/project.js';
import { withoutLogin } from '../../model/url.js';
import { shown } from '../../validation/faults.js';
import { isBot } from '../client/bots.js';
import { clientOf } from '../client/client-of.js';
import type { CountryOf } from '../client/countries.js';
import { type Exclusions, exclusionsOf } from '../client/exclusions.js';
import type { FilterReason } from '../event/event-counts.js';
import { parseHttpUrl } from '../event/http-url.js';
import { DerivedIds } from '../lines/derived-id.js';
import {
  filtered,
  found,
  type LineNotes,
  type LineReader,
  type Outcome,
  type ReadEvent,
  refused,
} from '../lines/outcome.js';
import { isAsset } from './assets.js';
import type { ClientAddress } from './client-address.js';
import { COMMENT, type LogFormat, type RequestParts } from './formats/format.js';
import { LineParser } from './line-parser.js';
import { isServed, type LoggedRequest } from './logged-request.js';
import { originOf, type Page, pageOf, URL_CHARACTERS_MAX } from './page.js';
import type { StoredSessions } from './stored-sessions.js';
import { type Arrival, VisitorSessions } from './visitor-sessions.js';

export interface AccessLogOptions {
  readonly includeBots: boolean;
  /** Matches the paths (without query) of pages, and replaces the asset rule. Null: every path that is not an asset is a page. */
  readonly pagePattern: TextTest | null;
  /** Matches the paths (with query) to leave out. */
  readonly exclude: TextTest | null;
  /** Origin of the site, such as "https://shop.example", for logs that do not name it. Default: visits have only a path. */
  readonly origin?: string;
  /** Default: countries are unknown. */
  readonly countryOf?: CountryOf;
  /** Proxies whose forwarded addresses are trusted. Default: none. */
  readonly trustedProxies?: readonly AddressRange[];
}

/** Takes linear time for any text: see `compileTextRule`. */
export type TextTest = (text: string) => boolean;

/** A visit whose session is not known yet. */
export interface FoundVisit extends Arrival {
  readonly visit: Pick<Visit, 'url' | 'referrer'>;
  /** Page and referrer, which the visit's id is derived from. */
  readonly identity: string;
  readonly client: Client;
}

/** Turns the page requests of an access log into visits; `docs/access-logs.md` has the rules. */
export class AccessLogReader implements LineReader<FoundVisit> {
  readonly #format: string;
  readonly #options: AccessLogOptions;
  readonly #exclusions: Exclusions;
  readonly #parser: LineParser;
  readonly #sessions: VisitorSessions;
  readonly #ids = new DerivedIds();
  #forwarded = 0;

  constructor(project: Project, stored: StoredSessions, format: LogFormat, options: AccessLogOptions) {
    this.#format = format.name;
    this.#options = options;
    this.#exclusions = exclusionsOf(project);
    this.#parser = new LineParser(format, options.trustedProxies ?? []);
    this.#sessions = new VisitorSessions(project.visitorKey, stored);
  }

  read(text: string): Outcome<FoundVisit> {
    const parsed = this.#parser.parse(text);
    if (parsed === COMMENT) return { kind: 'comment' };
    if (!parsed.ok) return refused('malformed', parsed.sentence);
    const { logged } = parsed;
    const { request, status } = logged;
    if (logged.forwardedUnused) this.#forwarded++;
    if (request === null) return filtered('status');
    if (request.method !== 'GET') return filtered('method');
    if (!isServed(status)) return filtered('status');
    const page = pageOf(request.target);
    if (page === null) return refused('invalid', `${NOT_A_PAGE}; got ${shown(request.target)}.`);
    const reason = this.#filterReason(page, logged);
    return reason === null ? found(this.#visit(logged, request)) : filtered(reason);
  }

  async events(found: readonly FoundVisit[]): Promise<readonly ReadEvent[]> {
    const placed = await this.#sessions.place(found);
    return found.map(({ visit, identity, at, client }, index): ReadEvent => {
      const { sessionId, note } = placed[index]!;
      const id: EventId = this.#ids.next(`${sessionId}\n${at}\n${identity}`, at);
      return {
        event: { type: 'visit', sessionId, id, at, origin: 'trusted', title: null, ...visit },
        client,
        visitor: note,
      };
    });
  }

  notes(): LineNotes {
    return { format: this.#format, forwarded: this.#forwarded, apart: this.#sessions.apart };
  }

  close(): void {
    this.#ids.close();
  }

  /** Bots are checked last, so that their count is the number of visits they would have made. */
  #filterReason({ path, query }: Page, { client, userAgent }: LoggedRequest): FilterReason | null {
    const { includeBots, pagePattern, exclude } = this.#options;
    if (pagePattern === null ? isAsset(path) : !pagePattern(path)) return pagePattern === null ? 'asset' : 'excluded';
    if (exclude?.(path + query) || this.#exclusions.hasPage(path)) return 'excluded';
    if (this.#exclusions.hasSender({ address: client.address, country: this.#countryOf(client) })) return 'excluded';
    return !includeBots && isBot(userAgent) ? 'bot' : null;
  }

  #visit(logged: LoggedRequest, { target }: RequestParts): FoundVisit {
    const { client, at, userAgent, host, asBefore } = logged;
    const page = withoutLogin(target);
    const origin = page.startsWith('/') ? originOf(logged, this.#options.origin) : null;
    // Ids are public, so they must not depend on the address, the user agent or a login.
    const identity = `${withoutLogin(asBefore.target)}\n${referrerOf(asBefore.referrer) ?? ''}`;
    return {
      visitor: `${client.spelled}\n${asBefore.userAgent ?? ''}`,
      at,
      identity: host === null ? identity : `${identity}\n${host}`,
      visit: { url: (origin ?? '') + page, referrer: referrerOf(logged.referrer) },
      client: clientOf({ userAgent, country: this.#countryOf(client) }),
    };
  }

  #countryOf({ address }: ClientAddress): string | null {
    return this.#options.countryOf?.(address) ?? null;
  }
}

/** The referrer as stored: a page or an Android app ("android-app://com.slack/"); null for anything else. */
function referrerOf(logged: string | null): string | null {
  if (logged === null || logged.length > URL_CHARACTERS_MAX) return null;
  return parseHttpUrl(logged) !== null || /^android-app:\/\/./i.test(logged) ? withoutLogin(logged) : null;
}

const NOT_A_PAGE = `The requested target must be a path beginning with "/", or an absolute URL, of at most ${URL_CHARACTERS_MAX} characters`;
