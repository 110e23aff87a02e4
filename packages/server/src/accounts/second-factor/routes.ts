import type { FastifyInstance } from 'fastify';
import Type, { type Static, type TObject, type TSchema } from 'typebox';
import { signedInOf } from '../../access/access-plugin.js';
import { describeRoute } from '../../access/route.js';
import { refuse } from '../../http/errors.js';
import type { Account } from '../../model/accounts/account.js';
import type { Change } from '../../model/accounts/audit.js';
import { fault } from '../../validation/faults.js';
import { type Checker, checker } from '../../validation/schema.js';
import { Code, Me, Password } from '../schemas.js';
import { authenticate, openSession, type SignInOptions, signIn } from '../sign-in.js';
import { newRecoveryCodes, RECOVERY_CODES } from './recovery-codes.js';
import { requireCode } from './require-code.js';
import { confirmSecondFactor, removeSecondFactor, renewRecoveryCodes, startSecondFactor } from './second-factors.js';
import { base32, newTotpSecret, uriOf } from './totp.js';

const StartBody = checker(Type.Object({ password: Password }, { title: 'StartSecondFactorRequest' }));
const ConfirmBody = checker(Type.Object({ code: Code }, { title: 'ConfirmSecondFactorRequest' }));
const ProvenBody = checker(Type.Object({ password: Password, code: Code }, { title: 'SecondFactorRequest' }));

const Started = Type.Object({
  secret: Type.String({ description: 'For typing into an app.', examples: ['JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'] }),
  uri: Type.String({
    description: 'For a QR code that an app reads.',
    examples: ['otpauth://totp/Goalpost:ada%40shop.example?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Goalpost'],
  }),
});

const RecoveryCodes = Type.Object({
  recovery_codes: Type.Array(Type.String({ examples: ['0f3k9v-w8xr2m-7tq1zc-5hb4nd'] }), {
    description: `${RECOVERY_CODES} codes that each work once in place of one of the app. They cannot be shown again.`,
  }),
});

/** `auth/second-factor`: an app that shows codes, and recovery codes. */
export function addSecondFactorRoutes(app: FastifyInstance, options: SignInOptions): void {
  const { store, guesses, secretKey, now } = options;
  const note = ({ id, email }: Account, change: Change) =>
    app.audit.note(null, { by: { kind: 'account', id, name: email }, change, subject: email, at: now() });

  app.post('/auth/second-factor/start', {
    ...describe('startSecondFactor', 'Start to set up a second factor', START, StartBody, Started),
    handler: async (request) => {
      const { password } = read(StartBody, request.body);
      if (!secretKey) throw refuse.forbiddenWithoutKey();
      const { email } = signedInOf(request).account;
      const account = await authenticate(options, request, { email, password, field: 'password' });
      const secret = newTotpSecret();
      if (!(await startSecondFactor(store, { account, secret, secretKey }, now())))
        throw refuse.forbiddenSecondFactor();
      return { error: false, data: { secret: base32(secret), uri: uriOf(secret, account.email) } };
    },
  });

  app.post('/auth/second-factor/confirm', {
    ...describe('confirmSecondFactor', 'Confirm a second factor', CONFIRM, ConfirmBody, RecoveryCodes),
    handler: async (request, reply) => {
      const { code } = read(ConfirmBody, request.body);
      const { account } = signedInOf(request);
      await guesses.count(request, account.email, account);
      const { codes, hashes } = newRecoveryCodes();
      const given = { code, recoveryHashes: hashes, secretKey };
      const confirmed = await confirmSecondFactor(store, account, given, now());
      if (confirmed === 'void') throw refuse.invalid([fault('code', 'second_factor_void')]);
      if (confirmed === 'wrong') throw refuse.invalid([fault('code', 'code_wrong')]);
      await note(confirmed, 'account.second-factor');
      await openSession(options, request, reply, confirmed);
      return { error: false, data: { recovery_codes: codes } };
    },
  });

  app.post('/auth/second-factor/recovery-codes', {
    ...describe('renewRecoveryCodes', 'Make new recovery codes', RENEW, ProvenBody, RecoveryCodes),
    handler: async (request, reply) => {
      const account = await proven(request);
      const { codes, hashes } = newRecoveryCodes();
      const renewed = await renewRecoveryCodes(store, account, hashes);
      if (!renewed?.secondFactor) throw refuse.invalid([fault('code', 'code_wrong')]);
      await note(renewed, 'account.recovery-codes');
      await openSession(options, request, reply, renewed);
      return { error: false, data: { recovery_codes: codes } };
    },
  });

  app.post('/auth/second-factor/remove', {
    ...describe('removeSecondFactor', 'Remove your second factor', REMOVE, ProvenBody, Me),
    handler: async (request, reply) => {
      const removed = await removeSecondFactor(store, await proven(request));
      if (!removed) throw refuse.unauthenticated();
      await note(removed, 'account.second-factor-removed');
      return signIn(options, request, reply, removed);
    },
  });

  /** The account of a request that has its password and a code. */
  async function proven(request: Parameters<typeof signedInOf>[0]): Promise<Account> {
    const { password, code } = read(ProvenBody, request.body);
    const { email } = signedInOf(request).account;
    const account = await authenticate(options, request, { email, password, field: 'password' });
    if (!account.secondFactor) throw refuse.invalid([fault('code', 'code_wrong')]);
    return requireCode(options, request, account, code);
  }
}

const ENDS = 'Ends your other console sessions, and answers with the cookie of a new one.';
const START = 'Gives the secret for an app that shows codes (TOTP). It counts once it is confirmed, within 15 minutes.';
const CONFIRM = `Takes a code that the app shows. From now on, signing in takes one, too. ${ENDS}`;
const RENEW = `Those you had are void. ${ENDS}`;
const REMOVE = `The password is enough to sign in again. ${ENDS}`;

function read<Body extends TObject>(body: Checker<Body>, given: unknown): Static<Body> {
  const checked = body.check(given);
  if (!checked.ok) throw refuse.invalid(checked.faults);
  return checked.value;
}

function describe(operationId: string, summary: string, description: string, body: Checker<TObject>, data: TSchema) {
  return describeRoute({
    account: 'any',
    operationId,
    summary,
    description,
    tag: 'Accounts',
    body: body.schema,
    data,
  });
}
