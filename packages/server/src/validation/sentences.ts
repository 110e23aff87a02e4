/**
 * All error sentences of the API; slots in braces are filled in. `docs/api/errors.md` documents the cause and the fix
 * of each, and a test compares the two. Programs rely on names and sentences alike, so a retired one must never get a
 * new meaning.
 */
export const SENTENCES = {
  // About a request as a whole.
  not_http: 'This is not a request in HTTP/1.1.',
  unreadable: 'The request cannot be read; its body may not be as long as its Content-Length says.',
  connection_closed: 'The connection was closed within the request.',
  address_encoding: 'The percent-encoding of the address is wrong.',
  host: 'The Host header must be a host name or address, and a port if need be.',
  one_host: 'The request must have one Host header, neither none nor several.',
  expectation: 'The Expect header can only be 100-continue.',
  unauthenticated: 'Unauthenticated.',
  forbidden: 'This token lacks the ability {ability}.',
  forbidden_role: 'Your role in this project lacks the ability {ability}.',
  forbidden_project:
    'The Goalpost-Project header must be the id of a project in which you have a role; GET me lists them.',
  forbidden_share_link: 'A share link shows reports only.',
  forbidden_token: 'This needs a console session; a token cannot do it.',
  forbidden_installation: 'Only an owner of all projects may do this.',
  forbidden_last_owner: 'This is the last owner of all projects; make somebody else one first.',
  forbidden_below_path:
    'Nobody can sign in below a path of a host that has other pages: their scripts could do whatever you may. Open the console at a host of its own. If all pages of this host are yours to trust, its operator can start it with --console-behind-prefix.',
  forbidden_without_key:
    'A second factor needs a secret key, which this server does not have. Its operator can give it one: goalpost serve --secret-key-file',
  forbidden_second_factor: 'This account has a second factor; remove it first.',
  forbidden_own_second_factor: 'Remove your own second factor with POST auth/second-factor/remove, which takes a code.',
  forbidden_owners: 'Only an owner of the project may do this.',
  forbidden_in_all: 'This person has a role in all projects, which only an owner of all projects changes.',
  forbidden_beyond: 'This person has a role in another project, too; only an owner of all projects may do this.',
  forbidden_page: "This can only be asked for by the console's own page.",
  forbidden_origin:
    'Pages of {origin} may not send events to this site. Its owner can allow them: goalpost project update --allowed-origin {origin}',
  forbidden_mcp_origin:
    'Pages of {origin} may not use this server. Its operator can allow them: goalpost serve --cors-origin {origin}',
  no_address: 'There is nothing at this address.',
  no_account: 'There is no account "{id}".',
  no_console_session: 'You have no console session "{id}".',
  no_goal: 'The project has no goal "{key}".',
  no_funnel: 'The project has no funnel "{key}".',
  no_person: 'The project has no person "{id}".',
  no_project: 'You have no project "{id}".',
  no_token: 'The project has no token "{id}".',
  no_note: 'The project has no note "{id}".',
  no_view: 'The project has no view "{id}".',
  no_share_link: 'The project has no share link "{id}".',
  no_session: 'The project has no session "{id}".',
  no_tool: 'There is no tool {name}; there are {tools}.',
  method: 'This address answers to {methods} only.',
  too_slow: 'The request did not arrive in time.',
  too_large: 'The request body is larger than {bytes} bytes.',
  media_type: 'Send the body with Content-Type: {type}.',
  rate_limited: 'Too Many Requests',
  headers_too_large: 'The headers are larger than 16384 bytes.',
  internal: 'Internal Server Error',
  unavailable: 'The store cannot answer right now; try again in a moment.',
  import_interrupted:
    'The store stopped answering after line {line}; send it all again in a moment, nothing is stored twice.',
  import_without_room:
    'There is no room for the temporary file that lines without an id need; the import stopped after line {line}. Give each line an id, or send it all again when there is room: nothing is stored twice.',

  // About a body, or a field of a body.
  not_json: 'The request body must be a JSON object; it cannot be read as JSON: {reason}.',
  too_deep: 'The request body must not be nested deeper than {levels} levels.',
  wrong_body: 'The request body must be {expected}; got {value}.',
  wrong: 'The {field} field must be {expected}; got {value}.',
  required: 'The {field} field is required: it must be {expected}.',

  // About a period.
  date: 'The {field} field must be a day like "2026-01-31" or a time like "2026-01-31 23:59:59", both in the project\'s time zone, or a time with an offset like "2026-01-31T23:59:59+01:00"; got {value}.',
  date_day: 'The {field} field must be a day of the calendar, like "{day}"; got {value}.',
  date_time: 'The {field} field must have a time from 00:00:00 to 23:59:59, like "{date} 23:59:59"; got {value}.',
  date_fraction: 'The {field} field must have at most 9 digits after the seconds, like "{time}Z"; got {value}.',
  date_offset: 'The {field} field must have an offset from -23:59 to +23:59, like "{time}+01:00"; got {value}.',
  date_no_offset:
    'The {field} field has {found} but no offset: write "{time}Z" for UTC, or "{local}" for the project\'s time zone; got {value}.',
  date_reversed: 'The end_date field must not lie before start_date: write {start} or later; got {value}.',

  // About a list and its pages.
  count_paged: 'The {field} field goes with the key "list"; a count has one entry a session id.',
  cursor: 'The cursor field must be the next_cursor of an earlier answer.',
  no_filter: 'The filters.{name} field is not a filter; the filters are {filters}.',
  no_test: 'The {field} field is not a test of a text; the tests are {tests}.',
  unknown_goal: 'The project has no goal "{key}"; GET goals lists those there are.',
  beside_queries: 'The {field} field goes into the objects of the queries field.',
  csv_queries: 'The queries field gives several tables; ask for one query at a time for CSV.',
  group_twice: 'The {field} field has the same group twice.',
  two_times: 'The {field} field may have one of "hour", "day", "week" and "month".',
  sort_group: 'The {field} field names the group "{group}", which group_by does not have.',
  period_too_long: 'A report by {unit} covers at most {days} days; choose a shorter period or a longer time.',
  step: 'The {field} field must have either goal, or name, type and rule.',
  rule_events:
    'The steps field has a rule, and the sessions of the period have more than {events} events to match it with; save the rule as a goal first, or choose a shorter period.',
  cursor_expired: 'The cursor has expired, because a goal of the project changed since; start again without it.',

  // About a saved funnel.
  unknown_funnel:
    'The {field} field must name a saved funnel; the project has no funnel "{key}". GET funnels lists those there are.',
  funnel_or_steps: 'The {field} field goes without steps, which the saved funnel has.',
  funnel_taken: 'The key field must be new; the project has a funnel "{key}".',
  funnels_full: 'The project has {count} funnels, which is the most it can have; delete one first.',

  // About a goal.
  goal_taken: 'The key field must be new; the project has a goal "{key}".',
  goals_full: 'The project has {count} goals, which is the most it can have; delete one first.',
  goal_key: 'The key field cannot be changed: it must be {key} or absent; got {value}.',
  goal_type:
    "The rule field is required when the type changes: it must be a rule of type {type}; the goal's is of type {current}.",
  goal_money: 'The {field} field is required when {given} is given: send both, or null for both.',
  goal_value: 'The value field is required when value_from is "goal": send it with currency.',
  goal_value_from: 'The value_from field must be "goal" or absent when value is given; got {value}.',
  click_rule: 'The rule field must be an object with at least one of selector, text and href; got none.',

  // About an account.
  wrong_password: 'The e-mail address or the password is wrong.',
  code_required: 'The code field is required: it must be the code that your app shows, or a recovery code.',
  code_wrong: 'The code is wrong or was used before; wait for the next one of your app, or give a recovery code.',
  code_exhausted:
    'There were too many wrong codes since the last right one; give a recovery code, or sign in where you did before.',
  code_unreadable:
    "The codes of your app cannot be checked, because the server's secret key is not the one of your second factor; give a recovery code. Its operator can fix it: goalpost serve --secret-key-file",
  second_factor_void: 'The code field confirms a second factor that was started in the last 15 minutes; start again.',
  password_length: 'The {field} field must have {min} to {max} characters.',
  password_common: 'The {field} field must not be one of the most common passwords.',
  password_words:
    'The {field} field must have {count} characters beside your e-mail address, its parts and the name of this product.',
  account_taken: 'The email field must be new; there is an account with this address.',
  accounts_full: 'There are {count} accounts, which is the most there can be; delete one first.',
  person_taken: 'The email field must be new; an owner of all projects can give a person with an account another role.',
  share_links_full: 'The project has {count} share links, which is the most it can have; delete one first.',
  share_link_void: 'The link field must be a share link that has neither been deleted nor expired.',
  wrong_share_password: 'The password is wrong.',
  link_void: 'The link field must be a link that has neither been used nor expired, as the last one that was made.',

  // About a project and its tokens.
  project_name: 'The name field must repeat the name of the project, which confirms that it is the right one: {name}.',
  ability_lacking: 'The {field} field must be an ability that you have yourself; you lack "{ability}".',
  tokens_full: 'The project has {count} valid tokens, which is the most it can have; revoke one first.',
  notes_full: 'The project has {count} notes, which is the most it can have; delete one first.',
  views_full: 'The project has {count} views, which is the most it can have; delete one first.',

  // About an imported or tracked event.
  event: 'The event must be a JSON object; got {value}.',
  event_of: 'Event {index}: {sentence}',
  left_out: '{sentence} The event is stored without {fields}.',
  page_session_refused:
    'The session_id field must be left out: this site takes no session ids from pages. Its owner can allow them: goalpost project update --page-session-ids signed',
  page_session_unsigned:
    'The session_id field must be signed: ID~SIGNATURE, with the secret that goalpost project signing-secret shows.',
  page_session_signature:
    'The session_id field has a wrong signature: it must be the HMAC-SHA256 of PROJECT_ID:ID in base64url, with a signing secret of the project that is in use.',
  event_money: 'The {field} field is required with {given}: it must be {expected}.',
  entries: 'The {field} field must have at most {count} entries; got {value}.',
  entry_key: 'The {field} field must have keys of 1 to 64 characters on one line; got {value}.',
  line: 'The line must be {expected}; got {value}.',
  line_not_json: 'The line must be {expected}; it is not valid JSON.',
  line_too_long: 'The line must be at most {bytes} bytes long.',
  line_not_utf8: 'The line must be UTF-8 text.',
  line_cut_off: '{sentence} The input ends here without a line break: it may be cut off.',
} as const;

export type SentenceName = keyof typeof SENTENCES;

type SlotsIn<Text extends string> = Text extends `${string}{${infer Slot}}${infer Rest}` ? Slot | SlotsIn<Rest> : never;
type Slots<Name extends SentenceName> = SlotsIn<(typeof SENTENCES)[Name]>;
/** The slots of a sentence; none when it has no braces. */
export type Filling<Name extends SentenceName> = [Slots<Name>] extends [never]
  ? []
  : [filling: Readonly<Record<Slots<Name>, string | number>>];

/** Returns a sentence with its slots filled in. */
export function say<Name extends SentenceName>(name: Name, ...[filling]: Filling<Name>): string {
  const slots = filling as Readonly<Record<string, string | number>> | undefined;
  return SENTENCES[name].replace(/\{(\w+)\}/g, (_, slot: string) => String(slots![slot]));
}
