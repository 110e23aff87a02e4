import { maxHeaderSize } from 'node:http';
import { beforeEach, expect, it } from 'vitest';
import { TOKEN_CACHE_MS } from '#goalpost/access/authenticator.js';
import { PASSWORDS_WAITING_MAX } from '#goalpost/access/password.js';
import { ACCOUNTS_MAX } from '#goalpost/accounts/account-store.js';
import { CONFIRM_WITHIN_MS } from '#goalpost/accounts/second-factor/second-factors.js';
import { WRONG_CODES_MAX } from '#goalpost/accounts/second-factor/tried-code.js';
import { CONNECTIONS_PER_ADDRESS } from '#goalpost/app.js';

import {
  IMPORT_REFUSED_MAX,
  IMPORT_WAIT_MS_MAX,
  REFUSALS_NAMED_MAX,
  UNPACKED_RATIO_MAX,
} from '#goalpost/collect/import/import-route.js';
import { UNPACKED_FREELY } from '#goalpost/collect/import/source.js';
import { LINE_BYTES_MAX } from '#goalpost/collect/lines/lines.js';
import { TRACKED_EVENTS_MAX } from '#goalpost/collect/track/track-body.js';
import { TRACK_BODY_BYTES_MAX, TRACK_RATE_LIMIT } from '#goalpost/collect/track/track-route.js';
import { FEED_TIMES } from '#goalpost/feed/following.js';
import { STREAMS_PER_TOKEN_MAX } from '#goalpost/feed/streams.js';
import { WITHIN_SECONDS_MAX } from '#goalpost/funnels/body.js';
import { FUNNELS_MAX } from '#goalpost/funnels/saved.js';
import { PREVIEW_EVENTS_MAX } from '#goalpost/goals/preview.js';
import { BODY_MS_MAX } from '#goalpost/http/body-text.js';
import { PIPELINED_HEADERS_MAX, PIPELINED_MAX } from '#goalpost/http/connection/in-turn.js';
import { LINGER_BYTES_MAX } from '#goalpost/http/connection/lingering-close.js';
import { CONNECTION_IDLE_MS_MAX } from '#goalpost/http/connection/server.js';
import { READING } from '#goalpost/http/connection/slow-readers.js';
import { ANY_OF_MAX } from '#goalpost/http/filters/text-test.js';
import { BODY_BYTES_MAX, BODY_DEPTH_MAX } from '#goalpost/http/json-body.js';
import { VIEW_BYTES_MAX, VIEW_LABEL_CHARACTERS_MAX } from '#goalpost/insights/view-schemas.js';
import { VIEWS_MAX } from '#goalpost/insights/views.js';
import { WINDOWS_MAX } from '#goalpost/live/process/process-windows.js';
import { AUTOMATON_BYTES_MAX } from '#goalpost/matching/automaton.js';
import { SELECTOR_PARTS_MAX } from '#goalpost/matching/selector.js';
import { REGEX_STEPS_MAX } from '#goalpost/matching/text-rule.js';
import { ENTRIES_DEFAULT } from '#goalpost/mcp/timeline-input.js';
import { SHARE_LINKS_MAX } from '#goalpost/model/accounts/share-link.js';
import { AGE_MS_MAX } from '#goalpost/model/event.js';
import { ENTRIES_MAX } from '#goalpost/model/event-limits.js';
import { RULE_EVENTS_MAX, STEPS_MAX } from '#goalpost/model/funnels/path.js';
import { GOALS_MAX, PATTERN_CHARACTERS_MAX, SELECTOR_CHARACTERS_MAX } from '#goalpost/model/goal.js';
import { PAGE_LIMIT_MAX } from '#goalpost/model/page.js';
import { GROUPS_MAX, REPORT_LIMIT_MAX } from '#goalpost/model/report.js';
import { SESSION_GAP_MS } from '#goalpost/model/session.js';
import {
  CONSOLE_RATE_LIMIT,
  FILES_RATE_LIMIT,
  RATE_LIMIT_DEFAULT,
  RATE_LIMIT_MAX,
  SHARE_RATE_LIMIT,
  TOKENS_MAX,
  VALID_DAYS_MAX,
} from '#goalpost/model/token.js';
import { NOTE_CHARACTERS_MAX } from '#goalpost/notes/note-schemas.js';
import { NOTES_MAX } from '#goalpost/notes/routes.js';
import { PROJECT_ITEMS_MAX, PROJECT_NAME_CHARACTERS_MAX } from '#goalpost/projects/settings.js';
import type { Json } from '#goalpost/reference/json.js';
import { QUERIES_MAX, REPORT_CURSOR_MAX } from '#goalpost/reports/body.js';
import { DAYS_MAX } from '#goalpost/reports/query.js';
import { REPORTS_MAX, REPORTS_PER_PROJECT_MAX, REPORTS_WAITING_MAX } from '#goalpost/reports/turns.js';
import { MARKED_MAX } from '#goalpost/sessions/mark-read-route.js';
import { TIMELINE_LIMIT_MAX } from '#goalpost/sessions/timeline-request.js';
import { FEED_KEPT_MS } from '#goalpost/store/feed.js';
import { SNAPSHOT_KEPT_MS } from '#goalpost/store/store.js';
import { TOKEN_NAME_CHARACTERS_MAX } from '#goalpost/tokens/token-schemas.js';
import { FAULTS_MAX } from '#goalpost/validation/faults.js';
import { useSharedApi } from '../support/api.js';
import { readPage, rowsUnder } from '../support/markdown.js';

const api = useSharedApi();
const page = Object.fromEntries(
  rowsUnder(readPage('docs/api/limits.md'), 'what', 'limit', 'beyond it').map(([what, limit]) => [what, limit]),
);

/** The fields of get-conversions, get-visits and project/sessions in the OpenAPI document. */
let fields: Json;
beforeEach(() => {
  const document: Json = api.app.swagger();
  const { ConversionsRequest, VisitsRequest, SessionsRequest } = document.components.schemas;
  fields = { ...SessionsRequest.properties, ...VisitsRequest.properties, ...ConversionsRequest.properties };
});

const counted = (amount: number, unit = '') => `${amount.toLocaleString('en-US')}${unit && ` ${unit}`}`;
const seconds = (ms: number) => ms / 1000;
const minutes = (ms: number) => ms / 60_000;
const hours = (ms: number) => ms / 3_600_000;

it('the page has the limits of the code', () => {
  expect(page).toEqual({
    'requests a minute with a token, unless it says otherwise': counted(RATE_LIMIT_DEFAULT),
    'requests a minute a token can be given (`--rate-limit`, `rate_limit`)': counted(RATE_LIMIT_MAX),
    'requests a minute of a console session': counted(CONSOLE_RATE_LIMIT),
    'requests a minute of an address with a share link': counted(SHARE_RATE_LIMIT),
    'share links of a project': counted(SHARE_LINKS_MAX),
    'requests a minute of an address without a valid token or session': counted(RATE_LIMIT_DEFAULT),
    'requests a minute of an address to `POST track`': counted(TRACK_RATE_LIMIT),
    'requests a minute of an address for public files': counted(FILES_RATE_LIMIT),
    'days a token can be valid for (`--expires-in-days`, `expires_in_days`)': counted(VALID_DAYS_MAX),
    'valid tokens of a project, as far as the API creates them': counted(TOKENS_MAX),
    'characters of the name of a token': counted(TOKEN_NAME_CHARACTERS_MAX),
    'characters of the name of a project': counted(PROJECT_NAME_CHARACTERS_MAX),
    'items of a list of a project, such as `excluded_paths`': counted(PROJECT_ITEMS_MAX),
    'seconds for which a revoked token or ended session may still be taken': counted(seconds(TOKEN_CACHE_MS)),
    'wrong codes of a second factor, by strangers who know the password, before only recovery codes and known browsers get in':
      counted(WRONG_CODES_MAX),
    'minutes in which a second factor is confirmed after it was started': counted(CONFIRM_WITHIN_MS / 60_000),
    'passwords that wait to be checked; one takes half a second': counted(PASSWORDS_WAITING_MAX),
    'accounts, as far as the API creates them': counted(ACCOUNTS_MAX),
    'windows in the memory of a process, for each limit': counted(WINDOWS_MAX),
    headers: counted(maxHeaderSize, 'bytes'),
    'time for the headers to arrive': counted(seconds(api.app.server.headersTimeout), 'seconds'),
    'connections of an address at a time (`--connections-per-address`)': counted(CONNECTIONS_PER_ADDRESS),
    'connections of all addresses together': counted(api.app.server.maxConnections),
    'requests that wait on one connection for the answers before theirs': counted(PIPELINED_MAX),
    'lines of headers that these have together': counted(PIPELINED_HEADERS_MAX),
    'a connection whose client neither sends nor reads': counted(seconds(CONNECTION_IDLE_MS_MAX), 'seconds'),
    'time to read an answer that waits for its client': `${counted(seconds(READING.graceMs), 'seconds')}, and a second for each ${counted(READING.bytesPerSecondMin, 'bytes')}`,
    'time for a JSON body to arrive': counted(seconds(BODY_MS_MAX), 'seconds'),
    'what is still read of a refused body': counted(LINGER_BYTES_MAX, 'bytes'),
    'JSON body': counted(BODY_BYTES_MAX, 'bytes'),
    'JSON body of `POST track`': counted(TRACK_BODY_BYTES_MAX, 'bytes'),
    'depth of a JSON body': counted(BODY_DEPTH_MAX, 'levels'),
    'faults that a 422 names': counted(FAULTS_MAX),
    '`session_ids` of a request': counted(fields.session_ids.maxItems),
    '`conversion_types` of a request': counted(fields.conversion_types.maxItems),
    '`visit_ids` of a request': counted(fields.visit_ids.maxItems),
    '`limit`: entries of a page': counted(PAGE_LIMIT_MAX),
    '`cursor`': counted(fields.cursor.maxLength, 'characters'),
    'entries of an answer without `limit`': 'none',
    'entries that a tool of [MCP](../mcp.md) gives without `limit`': counted(ENTRIES_DEFAULT),
    'time for which an answer, or a cursor, keeps the goals it began with after they change': counted(
      minutes(SNAPSHOT_KEPT_MS),
      'minutes',
    ),
    '`per_page`: sessions of a page of `project/sessions`': counted(fields.per_page.maximum),
    '`session_ids` of `sessions/mark-read`': counted(MARKED_MAX),
    'texts that a filter of sessions may list': counted(ANY_OF_MAX),
    'groups of a query of a report': counted(GROUPS_MAX),
    'queries of a report': counted(QUERIES_MAX),
    '`limit` of a report: rows of a page': counted(REPORT_LIMIT_MAX),
    '`cursor` of a report': `${counted(REPORT_CURSOR_MAX)} characters`,
    'days of a report by hour': counted(DAYS_MAX.hour),
    'days of a report by day or week': counted(DAYS_MAX.day),
    'days of a report by month': counted(DAYS_MAX.month),
    'steps of a funnel': counted(STEPS_MAX),
    'saved funnels of a project': counted(FUNNELS_MAX),
    '`within_seconds` of a funnel': counted(WITHIN_SECONDS_MAX),
    'visits, clicks and custom events of the sessions of a funnel with a rule': counted(RULE_EVENTS_MAX),
    'reports of a project at a time': counted(REPORTS_PER_PROJECT_MAX),
    'reports of all projects at a time': counted(REPORTS_MAX),
    'reports that wait': counted(REPORTS_WAITING_MAX),
    '`limit` of a timeline: entries of a page': counted(TIMELINE_LIMIT_MAX),
    'streams of `GET live` that a token has open at a time, in each process': counted(STREAMS_PER_TOKEN_MAX),
    'time after which a stream can be resumed': counted(minutes(FEED_KEPT_MS), 'minutes'),
    'silence of a stream': counted(seconds(FEED_TIMES.quietMs), 'seconds'),
    'notes of a project': counted(NOTES_MAX),
    'characters of a note': counted(NOTE_CHARACTERS_MAX),
    'saved views of a project': counted(VIEWS_MAX),
    'characters of the label of a view': counted(VIEW_LABEL_CHARACTERS_MAX),
    '`data` of a view, as JSON': counted(VIEW_BYTES_MAX, 'bytes'),
    'events that a preview of a goal examines': counted(PREVIEW_EVENTS_MAX),
    'events of one `POST track`': counted(TRACKED_EVENTS_MAX),
    'age of a tracked event': counted(hours(AGE_MS_MAX), 'hours'),
    'lines of an import': 'none',
    'a line of an import': counted(LINE_BYTES_MAX, 'bytes'),
    'time an import waits for its next line': counted(minutes(IMPORT_WAIT_MS_MAX), 'minutes'),
    'refused lines of an import, once they outnumber the others': counted(IMPORT_REFUSED_MAX),
    'size of a gzipped import, unpacked': `${UNPACKED_RATIO_MAX} times its size, or ${counted(UNPACKED_FREELY, 'bytes')}`,
    'refused lines that the answer to an import names': counted(REFUSALS_NAMED_MAX),
    'time between the events of a session': counted(minutes(SESSION_GAP_MS), 'minutes'),
    'entries of `attributes` and of `properties`': counted(ENTRIES_MAX),
    'goals of a project': counted(GOALS_MAX),
    'pattern of a rule': counted(PATTERN_CHARACTERS_MAX, 'characters'),
    'selector of a rule': counted(SELECTOR_CHARACTERS_MAX, 'characters'),
    'parts of a selector': counted(SELECTOR_PARTS_MAX),
    'automaton of a regular expression or glob': counted(AUTOMATON_BYTES_MAX / 1024, 'kB'),
    'steps of a compiled regular expression': counted(REGEX_STEPS_MAX),
  });
});
