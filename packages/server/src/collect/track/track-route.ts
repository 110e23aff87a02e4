import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { addressOf, windowOfAddress } from '../../access/address.js';
import { type ApiError, refuse } from '../../http/errors.js';
import { jsonParser } from '../../http/json-body.js';
import { afterParsingTogether } from '../../http/parse-together.js';
import { refusals, success } from '../../http/responses.js';
import type { Live } from '../../live/live.js';
import type { Origin } from '../../model/event.js';
import type { EventId, SessionId } from '../../model/ids.js';
import type { Project } from '../../model/project.js';
import { newUlid } from '../../model/ulid.js';
import { NoProject, type Store } from '../../store/store.js';
import { fault, isRecord, shown } from '../../validation/faults.js';
import { isBot } from '../client/bots.js';
import type { CountryOf } from '../client/countries.js';
import { type Exclusions, exclusionsOf } from '../client/exclusions.js';
import type { EventCounts } from '../event/event-counts.js';
import { Collector, type Sender } from './collector.js';
import { hasOptedOut } from './opted-out.js';
import { requireAllowed } from './page-session.js';
import { siteOfPage } from './page-site.js';
import { placeOf, type TrackProblems } from './problems.js';
import { Sites } from './sites.js';
import { complaints, Tracked } from './track-answer.js';
import { parseTrackRequest, TrackBody, type TrackRequest } from './track-body.js';

export const TRACK_BODY_BYTES_MAX = 65_536;
/** Requests per minute and address. */
export const TRACK_RATE_LIMIT = 3600;

const MEDIA_TYPES = ['application/json', 'text/plain'] as const;

export interface TrackOptions {
  readonly store: Store;
  readonly live: Live;
  readonly counts: EventCounts;
  /** Where it is noted what of a project was not stored. */
  readonly problems: TrackProblems;
  readonly countryOf: CountryOf;
  readonly now: () => number;
}

/** `POST track`: the public collector. Answers once the events are on disk. */
export function addTrackRoute(parent: FastifyInstance, options: TrackOptions): void {
  const { store, live, counts, problems, countryOf, now } = options;
  const sites = new Sites(store.projects, now);
  const collector = new Collector(store, live, now);
  // A separate scope, because only here is plain text accepted, which saves browsers the preflight request.
  parent.register(async (app) => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser([...MEDIA_TYPES], jsonParser);
    app.addHook('onRequest', allowAnyOrigin);
    app.addHook('preHandler', afterParsingTogether());
    const config = {
      ability: 'events:write',
      isTokenOptional: true,
      mediaType: MEDIA_TYPES[0],
      bodyBytesMax: TRACK_BODY_BYTES_MAX,
      rateLimit: { max: TRACK_RATE_LIMIT, keyGenerator: windowOfAddress },
    } as const;

    app.options('/track', { config, schema: { hide: true } }, (_request, reply) => {
      const allowed = { 'access-control-allow-methods': 'POST', 'access-control-allow-headers': 'Content-Type' };
      return reply
        .code(204)
        .headers({ ...allowed, 'access-control-max-age': '86400' })
        .send();
    });

    app.post('/track', {
      config,
      schema: {
        operationId: 'track',
        summary: 'Track events',
        description:
          'Stores events that a page sends, all of one visitor. Public: pages of any origin may call it, unless the project lists allowed origins. Until then each site (registrable domain) has sessions of its own. With a token that may write events, your server can send too: its events are trusted, and it must name the session.',
        tags: ['Events'],
        security: [{}, { bearer: [] }],
        consumes: [...MEDIA_TYPES],
        body: TrackBody,
        response: { 202: success(Tracked), ...refusals(401, 403, 413, 415, 422, 429, 503) },
      },
      handler: async (request, reply) => {
        const parsed = parseTrackRequest(request.body);
        if (!parsed.ok) {
          counts.events('invalid', parsed.refused);
          await noteUnreadable(request);
          throw refuse.invalid(parsed.faults);
        }
        counts.events('invalid', parsed.request.refused.length);
        const project = await projectOf(sites, parsed.request);
        const place = placeOf(request.headers);
        problems.note(project.id, 'invalid', place, parsed.request.refused.length);
        if (!isOriginAllowed(project, request)) {
          problems.note(project.id, 'origin_not_allowed', place);
          throw refuse.forbiddenOrigin(request.headers.origin!);
        }
        const session_id = await keep(project, parsed.request, request, originOf(request, parsed.request, project));
        reply.code(202);
        return { error: false, data: { session_id, ...complaints(parsed.request) } };
      },
    });
  });

  async function keep(
    project: Project,
    { session: named, events }: TrackRequest,
    request: FastifyRequest,
    origin: Origin,
  ): Promise<SessionId | null> {
    const place = placeOf(request.headers);
    if (named) {
      try {
        requireAllowed(project, named, origin, now());
      } catch (refusal) {
        problems.note(project.id, 'session_id', place, events.length);
        throw refusal;
      }
    }
    const sender = origin === 'public' ? senderOf(project, request) : null;
    const exclusions = exclusionsOf(project);
    const leftOut = sender && reasonToLeaveOut(sender, request.headers, exclusions);
    if (leftOut) {
      counts.events(leftOut, events.length);
      problems.note(project.id, leftOut, place, events.length);
      return null;
    }
    const kept = events.filter(({ content }) => !exclusions.hasPage(content.url));
    counts.events('excluded', events.length - kept.length);
    problems.note(project.id, 'excluded', place, events.length - kept.length);
    if (kept.length === 0) return null;
    const { session, stored } = await collector
      .collect({
        project,
        sessionId: named?.id ?? null,
        events: kept.map(({ id, age, content }) => ({ id: id ?? (newUlid() as EventId), age, content })),
        sender,
        origin,
      })
      .catch((error: unknown) => {
        throw error instanceof NoProject ? noSite(project.siteKey) : error;
      });
    counts.events('stored', stored);
    counts.events('repeated', kept.length - stored);
    return session;
  }

  /** A body that is no request at all may still name its site. */
  async function noteUnreadable({ body, headers }: FastifyRequest): Promise<void> {
    const site = isRecord(body) ? body.site : null;
    const project = typeof site === 'string' ? await sites.find(site) : null;
    if (project) problems.note(project.id, 'invalid', placeOf(headers));
  }

  function senderOf(project: Project, request: FastifyRequest): Sender {
    const address = addressOf(request);
    const { 'user-agent': userAgent = null, 'accept-language': acceptLanguage = null } = request.headers;
    return { address, userAgent, acceptLanguage, country: countryOf(address), site: siteFor(project, request) };
  }
}

/** Why a page's events are not stored, as counted; null if they are. */
function reasonToLeaveOut(
  sender: Sender,
  headers: IncomingHttpHeaders,
  exclusions: Exclusions,
): 'opted_out' | 'bot' | 'excluded' | null {
  if (hasOptedOut(headers)) return 'opted_out';
  if (exclusions.hasSender(sender)) return 'excluded';
  return isBot(sender.userAgent) ? 'bot' : null;
}

/** Who sends: the site's own server, if the request has a token, otherwise anybody. */
function originOf({ bearer }: FastifyRequest, { session }: TrackRequest, project: Project): Origin {
  if (!bearer) return 'public';
  if (bearer.project.id !== project.id) {
    const expected = "the site key of the token's project";
    throw refuse.invalid([fault('site', 'wrong', { field: 'site', expected, value: shown(project.siteKey) })]);
  }
  if (session === null) throw refuse.invalid([fault('session_id', 'required', SESSION_OF_TOKEN)]);
  return 'trusted';
}

const SESSION_OF_TOKEN = {
  field: 'session_id',
  expected: 'the session of these events: a request with a token is sent by your server, not by the visitor',
};

/** Any page may read the answer; the project's allowed origins are checked once the project is known. */
function allowAnyOrigin(_request: FastifyRequest, reply: FastifyReply, done: () => void): void {
  reply.header('access-control-allow-origin', '*');
  reply.header('access-control-expose-headers', 'X-RateLimit-Limit, X-RateLimit-Remaining, Retry-After');
  done();
}

/**
 * A project that names no origins accepts the pages of any site, which must not get at each other's sessions: the answer
 * would tell one site the visitor's session id on another. The origins that a project names belong together.
 */
function siteFor({ allowedOrigins }: Project, { headers: { origin } }: FastifyRequest): string | null {
  return origin === undefined || allowedOrigins.length > 0 ? null : siteOfPage(origin);
}

function noSite(site: string): ApiError {
  return refuse.invalid([
    fault('site', 'wrong', { field: 'site', expected: 'the site key of a project', value: shown(site) }),
  ]);
}

async function projectOf(sites: Sites, { site }: TrackRequest): Promise<Project> {
  const project = await sites.find(site);
  if (!project) throw noSite(site);
  return project;
}

/** Checks the origin only if there is one: browsers always send it, and other programs could send any. */
function isOriginAllowed({ allowedOrigins }: Project, { headers: { origin } }: FastifyRequest): boolean {
  return origin === undefined || allowedOrigins.length === 0 || allowedOrigins.includes(origin);
}
