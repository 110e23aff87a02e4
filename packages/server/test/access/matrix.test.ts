import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { issueSecret } from '#goalpost/access/secret.js';
import { createAccount } from '#goalpost/accounts/account-store.js';
import { abilitiesOf, ROLES, type Roles } from '#goalpost/model/accounts/account.js';
import { ABILITIES, type Ability } from '#goalpost/model/token.js';
import { operationsOf } from '../reference/openapi-rules.js';
import { type Method, useSharedApi } from '../support/api.js';
import { project, token } from '../support/builders.js';

/** Who may use an operation: whoever has the ability, any token, any token or account, any account, owners of the project, owners of all projects, or the console's own page. */
type Rule = Ability | 'any' | 'any or account' | 'account' | 'owner' | 'owner of all' | 'own page' | 'everybody';

/** A new operation needs a line here. */
const RULES: Readonly<Record<string, Rule>> = {
  getSessionsConversions: 'conversions:read',
  followConversions: 'conversions:read',
  importEvents: 'events:write',
  track: 'everybody',
  listGoals: 'goals:read',
  getGoal: 'goals:read',
  createGoal: 'goals:write',
  changeGoal: 'goals:write',
  deleteGoal: 'goals:write',
  previewGoal: 'goals:write',
  eraseSession: 'sessions:erase',
  getSessionsVisits: 'sessions:read',
  listSessions: 'sessions:read',
  getSession: 'sessions:read',
  getReport: 'reports:read',
  getFunnel: 'reports:read',
  listFunnels: 'reports:read',
  getSavedFunnel: 'reports:read',
  saveFunnel: 'goals:write',
  changeFunnel: 'goals:write',
  deleteFunnel: 'goals:write',
  listNotes: 'reports:read',
  createNote: 'goals:write',
  changeNote: 'goals:write',
  deleteNote: 'goals:write',
  listInsights: 'reports:read',
  getInsight: 'reports:read',
  getDefaultInsight: 'reports:read',
  createInsight: 'goals:write',
  changeInsight: 'goals:write',
  deleteInsight: 'goals:write',
  setDefaultInsight: 'goals:write',
  listProjects: 'any or account',
  createProject: 'owner of all',
  deleteProject: 'manage',
  checkProject: 'reports:read',
  markSessionsRead: 'goals:write',
  getProject: 'any',
  changeProject: 'manage',
  rotateSigningSecret: 'manage',
  listTokens: 'manage',
  createToken: 'manage',
  revokeToken: 'manage',
  listChanges: 'manage',
  listShareLinks: 'manage',
  createShareLink: 'manage',
  deleteShareLink: 'manage',
  getMe: 'account',
  signOut: 'account',
  listConsoleSessions: 'account',
  endConsoleSession: 'account',
  changePassword: 'account',
  startSecondFactor: 'account',
  confirmSecondFactor: 'account',
  renewRecoveryCodes: 'account',
  removeSecondFactor: 'account',
  listAccounts: 'owner of all',
  createAccount: 'owner of all',
  changeAccount: 'owner of all',
  deleteAccount: 'owner of all',
  linkAccount: 'owner of all',
  removeSecondFactorOf: 'owner of all',
  listPeople: 'owner',
  addPerson: 'owner',
  changePerson: 'owner',
  removePerson: 'owner',
  linkPerson: 'owner',
  listInstallationChanges: 'owner of all',
  signIn: 'own page',
  checkLink: 'own page',
  useLink: 'own page',
  openShareLink: 'own page',
};

/** What a share link shows. */
const SHARED = ['getReport', 'getFunnel'];

const api = useSharedApi();
let operations: ReturnType<typeof operationsOf>;
let shareLink: string;

beforeAll(async () => {
  await api.store.projects.create(project({ id: 'p2', siteKey: 'site-p2' }));
  operations = operationsOf(api.app.swagger());
});

beforeEach(async () => {
  const manager = await api.issue({ abilities: ['manage', 'reports:read'] });
  shareLink ??= (await api.send('POST', '/share-links', manager, {})).json().data.link;
});

type Headers = Record<string, string>;
let sent = 0;

/** Each request comes from an address of its own, so that no window is full. */
async function statusOf({ method, path }: { method: string; path: string }, headers: Headers): Promise<number> {
  sent += 1;
  const { statusCode } = await api.app.inject({
    method: method as Method,
    url: path.replace(/\{\w+\}/g, 'x'),
    remoteAddress: `10.0.${sent >> 8}.${sent & 255}`,
    headers: { ...headers, ...(method !== 'GET' && method !== 'DELETE' && { 'content-type': 'application/json' }) },
    ...(method !== 'GET' && method !== 'DELETE' && { payload: '{}' }),
  });
  return statusCode;
}

/** The headers of a new console session of a new account. */
async function session(roles: Partial<Roles>, page: Headers = { 'sec-fetch-site': 'same-origin' }): Promise<Headers> {
  sent += 1;
  const whole = { all: null, projects: {}, ...roles };
  const account = await createAccount(api.store, { email: `${sent}@shop.example`, roles: whole }, api.now);
  if (account === 'taken') throw new Error('every address is new');
  const cookie = await api.app.consoleSessions!.open(account);
  return { ...page, cookie: `goalpost=${cookie}`, 'goalpost-project': 'p1' };
}

async function bearer(abilities: readonly Ability[], projectId = 'p1'): Promise<Headers> {
  const { id, bearerToken, secretHash } = issueSecret();
  await api.store.tokens.create(token({ id, secretHash, abilities, projectId }));
  return { authorization: `Bearer ${bearerToken}` };
}

/** Expects that exactly the operations for which `allows` holds let a request in. */
async function expectAccess(
  headersFor: (rule: Rule, operationId: string) => Headers | Promise<Headers>,
  allows: (rule: Rule, operationId: string) => boolean,
): Promise<void> {
  for (const { where, path, method, operation } of operations) {
    const { operationId } = operation;
    const rule = RULES[operationId]!;
    const isAllowed = allows(rule, operationId);
    // The answer would not end.
    if (isAllowed && operationId === 'followConversions') continue;
    const status = await statusOf({ method, path }, await headersFor(rule, operationId));
    if (isAllowed) expect([401, 403], `${where} lets in`).not.toContain(status);
    else expect([401, 403], `${where} refuses`).toContain(status);
  }
}

it('every operation has a rule', () => {
  expect(operations.filter(({ operation }) => !(operation.operationId in RULES))).toEqual([]);
});

describe('an operation lets in', () => {
  it('nobody without a credential, but to the collector', async () => {
    await expectAccess(
      () => ({}),
      (rule) => rule === 'everybody',
    );
  });

  it("the console's own page without a session, to sign in", async () => {
    await expectAccess(
      () => ({ 'sec-fetch-site': 'same-origin' }),
      (rule) => rule === 'everybody' || rule === 'own page',
    );
  });

  it.each(ROLES)('a %s of the project as far as the role goes', async (role) => {
    const abilities: readonly string[] = [...abilitiesOf(role), role];
    await expectAccess(
      () => session({ projects: { p1: role } as Roles['projects'] }),
      (rule) =>
        abilities.includes(rule) || ['any', 'any or account', 'account', 'own page', 'everybody'].includes(rule),
    );
  });

  it('an owner of all projects', async () => {
    await expectAccess(
      () => session({ all: 'owner' }),
      () => true,
    );
  });

  it('an owner of another project to nothing of this one', async () => {
    await expectAccess(
      () => session({ projects: { p2: 'owner' } as Roles['projects'] }),
      (rule) => ['any or account', 'account', 'own page', 'everybody'].includes(rule),
    );
  });

  it('a token with all abilities, but not in place of a person', async () => {
    await expectAccess(
      (rule) => (rule === 'everybody' ? {} : bearer(ABILITIES)),
      (rule) => !['account', 'owner', 'owner of all', 'own page'].includes(rule),
    );
  });

  it('a share link to reports alone', async () => {
    await expectAccess(
      () => ({ authorization: `Bearer ${shareLink}` }),
      (_rule, operationId) => SHARED.includes(operationId),
    );
  });

  it.each<[who: string, page: Headers]>([
    ['a page of another site', { 'sec-fetch-site': 'cross-site', origin: 'https://other.example' }],
    ['a sibling host', { 'sec-fetch-site': 'same-site', origin: 'http://sibling.localhost' }],
    ['an old browser at another site', { origin: 'https://other.example' }],
    ['an old browser at a sibling host', { origin: 'http://sibling.localhost' }],
    ['a link in a mail', { 'sec-fetch-site': 'none' }],
    ['a program', {}],
  ])('nobody for the cookie of an owner from %s', async (_who, page) => {
    await expectAccess(
      () => session({ all: 'owner' }, page),
      (rule) => rule === 'everybody',
    );
  });
});
