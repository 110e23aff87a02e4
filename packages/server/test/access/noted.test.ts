import { expect, it } from 'vitest';
import { newSecretKeyText, SecretKey } from '#goalpost/access/secret-key.js';
import { newAccountLink } from '#goalpost/accounts/links.js';
import { type AuditEntry, CHANGES, type Change } from '#goalpost/model/accounts/audit.js';
import type { ProjectId } from '#goalpost/model/ids.js';
import type { Owner } from '#goalpost/store/documents.js';
import { allDocuments } from '#goalpost/store/every-document.js';
import { operationsOf } from '../reference/openapi-rules.js';
import { type Method, useApi } from '../support/api.js';
import { shownCode } from '../support/authenticator-app.js';
import { urlGoal } from '../support/builders.js';
import { newAccount, newBrowser, signedInAs } from '../support/console.js';
import { type Attempt, newAttempts } from './attempts.js';

const api = useApi({ secretKey: SecretKey.from(newSecretKeyText()) });
const PASSWORD = 'correct horse battery staple';

/** What the audit log says once an operation has changed something. A new operation needs a line here or below. */
const NOTED: Readonly<Record<string, Change>> = {
  createGoal: 'goal.created',
  changeGoal: 'goal.updated',
  deleteGoal: 'goal.deleted',
  saveFunnel: 'funnel.created',
  changeFunnel: 'funnel.updated',
  deleteFunnel: 'funnel.deleted',
  createNote: 'note.created',
  changeNote: 'note.updated',
  deleteNote: 'note.deleted',
  createInsight: 'view.created',
  changeInsight: 'view.updated',
  deleteInsight: 'view.deleted',
  setDefaultInsight: 'view.default',
  eraseSession: 'session.erased',
  createProject: 'project.created',
  changeProject: 'project.updated',
  rotateSigningSecret: 'project.secret',
  deleteProject: 'project.deleted',
  createToken: 'token.created',
  revokeToken: 'token.revoked',
  createShareLink: 'share-link.created',
  deleteShareLink: 'share-link.deleted',
  addPerson: 'account.created',
  changePerson: 'account.updated',
  removePerson: 'account.deleted',
  linkPerson: 'account.linked',
  createAccount: 'account.created',
  changeAccount: 'account.updated',
  deleteAccount: 'account.deleted',
  linkAccount: 'account.linked',
};

/** What people change about how they sign in: noted as well, see the last test. */
const OWN: Readonly<Record<string, Change>> = {
  useLink: 'account.joined',
  changePassword: 'account.password',
  confirmSecondFactor: 'account.second-factor',
  renewRecoveryCodes: 'account.recovery-codes',
  removeSecondFactor: 'account.second-factor-removed',
  removeSecondFactorOf: 'account.second-factor-removed',
};

/** They read, begin or end a session, take in events, or say that a session was looked at. */
const NOT_NOTED = [
  ...['getSessionsConversions', 'getSessionsVisits', 'listSessions', 'getReport', 'getFunnel', 'previewGoal'],
  ...['listInsights', 'getInsight', 'getDefaultInsight', 'checkLink', 'openShareLink', 'startSecondFactor'],
  ...['signIn', 'signOut', 'endConsoleSession', 'importEvents', 'track', 'markSessionsRead'],
];

const CREATING: Readonly<Record<string, Attempt>> = {
  createGoal: { address: '/goals', body: urlGoal('/new', { key: 'new' }) },
  saveFunnel: {
    address: '/funnels',
    body: { key: 'new', name: 'New', steps: [{ goal: 'order' }, { goal: 'order' }] },
  },
  createNote: { address: '/notes', body: { date: '2026-01-03', text: 'New' } },
  createInsight: { address: '/insight/create', body: { label: 'New', data: {} } },
  createProject: { address: '/projects', body: { name: 'New' } },
  createToken: { address: '/tokens', body: { abilities: ['goals:read'] } },
  createShareLink: { address: '/share-links', body: {} },
  addPerson: { address: '/people', body: { email: 'new@shop.example', role: 'viewer' } },
  createAccount: { address: '/accounts', body: { email: 'new@shop.example', role: 'viewer' } },
};

/** The entries of a project, or of the installation; oldest first. */
async function entriesOf(owner: Owner): Promise<AuditEntry[]> {
  return (await allDocuments<AuditEntry>(api.store.documents, 'audit', owner)).map(({ body }) => body);
}

const entries = async () => [...(await entriesOf('p1' as ProjectId)), ...(await entriesOf(null))];
const changing = () => operationsOf(api.app.swagger()).filter(({ method }) => method !== 'GET');

it('every operation is noted, or changes nothing that people manage', () => {
  const known = [...Object.keys(NOTED), ...Object.keys(OWN), ...NOT_NOTED];
  expect(
    changing()
      .map(({ operation }) => operation.operationId)
      .sort(),
  ).toEqual(known.sort());
  // The last two are made with commands alone.
  const noted = new Set([...Object.values(NOTED), ...Object.values(OWN), 'project.marked-public', 'sessions.erased']);
  expect(CHANGES.filter((change) => !noted.has(change))).toEqual([]);
});

it.each(Object.entries(NOTED))('%s is noted as %s, once, with who did it', async (operationId, change) => {
  const owner = await signedInAs(api, { all: 'owner' });
  const attempts: Record<string, Attempt> = { ...CREATING, ...(await newAttempts(api, owner)) };
  const { email } = (await owner.send('GET', '/me')).json().data;
  const before = await entries();
  const { method } = changing().find(({ operation }) => operation.operationId === operationId)!;
  const { address, body } = attempts[operationId]!;
  expect([200, 201]).toContain((await owner.send(method as Method, address, body)).statusCode);
  const wasNoted = new Set(before.map((entry) => JSON.stringify(entry)));
  const added = (await entries()).filter((entry) => !wasNoted.has(JSON.stringify(entry)));
  expect(added).toMatchObject([{ by: { kind: 'account', name: email }, change }]);
});

it('what people change about how they sign in is noted', async () => {
  const account = await newAccount(api, { projects: { p1: 'viewer' } });
  const person = newBrowser(api);
  const link = await newAccountLink(api.store, account, api.now);
  await person.send('POST', '/auth/use-link', { link, password: PASSWORD });
  await person.send('POST', '/auth/password', { current_password: PASSWORD, password: `${PASSWORD}!` });
  const password = `${PASSWORD}!`;
  const { secret } = (await person.send('POST', '/auth/second-factor/start', { password })).json().data;
  const code = () => {
    api.now += 30_000;
    return shownCode(secret, api.now);
  };
  await person.send('POST', '/auth/second-factor/confirm', { code: code() });
  await person.send('POST', '/auth/second-factor/recovery-codes', { password, code: code() });
  const owner = await signedInAs(api, { all: 'owner' });
  await owner.send('DELETE', `/accounts/${account.id}/second-factor`);
  await owner.send('DELETE', `/accounts/${account.id}/second-factor`);
  const noted = (await entriesOf(null)).map(({ by, change, subject }) => [by.kind, change, subject]);
  const changes: Change[] = [...Object.values(OWN).slice(0, 5)];
  expect(noted).toEqual(changes.map((change) => ['account', change, account.email]));
});
