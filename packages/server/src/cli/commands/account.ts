import type { Command } from 'commander';
import { noteCommand } from '../../access/audit-log.js';
import { changeRoles, createAccount, findAccount, listAccounts, removeAccount } from '../../accounts/account-store.js';
import { consoleAddress, newAccountLink } from '../../accounts/links.js';
import { removeSecondFactor } from '../../accounts/second-factor/second-factors.js';
import { type Account, EMAIL_CHARACTERS_MAX, EMAIL_PATTERN, ROLES } from '../../model/accounts/account.js';
import type { Change } from '../../model/accounts/audit.js';
import {
  choice,
  isOrigin,
  list,
  ORIGIN_EXPECTED,
  optional,
  requiredText,
  textWithDefault,
  toggle,
} from '../../settings/kinds.js';
import type { Setting } from '../../settings/setting.js';
import type { Store } from '../../store/store.js';
import { addCommand, addExamples, json } from '../command.js';
import { dateText, type Output, printJson, printLine, printPairs, printTable } from '../output.js';
import { findProject } from '../project-setting.js';
import { requireNoFaults, UsageError } from '../settings.js';
import { storeSettings, withNewStore, withStore } from '../store-settings.js';

const email: Setting<string> = {
  ...requiredText({ flag: 'email', value: 'address', about: 'e-mail address with which the person signs in' }),
  read: (given = '') =>
    given.length <= EMAIL_CHARACTERS_MAX && new RegExp(EMAIL_PATTERN).test(given)
      ? { ok: true, value: given }
      : { ok: false, expected: 'an e-mail address such as ada@shop.example' },
};

const ROLE = { flag: 'role', about: 'viewer reads, editor also changes goals, owner does everything' };

const projects = list(
  {
    flag: 'project',
    value: 'project',
    about: 'project of the role, by its id, its site key, or its name; may be repeated (default: all projects)',
  },
  (text): text is string => text.trim() !== '',
  'the id, the site key or the name of a project',
);

const consoleUrl: Setting<string> = {
  ...textWithDefault({
    flag: 'console-url',
    value: 'origin',
    about: 'where people reach the server',
    default: 'http://127.0.0.1:8080',
  }),
  read: (given = 'http://127.0.0.1:8080') =>
    isOrigin(given) ? { ok: true, value: given } : { ok: false, expected: ORIGIN_EXPECTED },
};

export function addAccountCommands(program: Command, output: Output): void {
  const parent = program.command('account').description('accounts: people who sign in to the console');
  addExamples(parent, [
    'goalpost account create --email ada@shop.example --role owner',
    'goalpost account link --email ada@shop.example --console-url https://stats.example',
  ]);

  addCommand(parent, output, {
    name: 'create',
    about: 'create an account, and print the one-time link with which the person chooses a password',
    examples: [
      'goalpost account create --email ada@shop.example --role owner --console-url https://stats.example',
      'goalpost account create --email bob@shop.example --role viewer --project Shop',
    ],
    settings: { email, role: choice(ROLE, ROLES), projects, consoleUrl, ...storeSettings, json },
    run: async (values) => {
      const { role } = values;
      const { account, link } = await withNewStore(values, output, async (store) => {
        const ids = await idsOf(store, values.projects);
        const roles = {
          all: ids.length === 0 ? role : null,
          projects: Object.fromEntries(ids.map((id) => [id, role])),
        };
        const created = await createAccount(store, { email: values.email, roles }, Date.now());
        if (created === 'taken')
          throw new UsageError([`there is an account ${values.email} (see: goalpost account list)`]);
        await note(store, 'account.created', created);
        return { account: created, link: await newAccountLink(store, created, Date.now()) };
      });
      const address = consoleAddress(values.consoleUrl, link);
      if (values.json) printJson(output, { ...present(account), link: address });
      else {
        printLine(output, `Created the account ${account.email}. The link works once, within a day:`);
        printPairs(output, { id: account.id, link: address });
      }
    },
  });

  addCommand(parent, output, {
    name: 'list',
    about: 'list the accounts, oldest first',
    examples: ['goalpost account list'],
    settings: { ...storeSettings, json },
    run: async (values) => {
      const accounts = await withStore(values, output, listAccounts);
      if (values.json) printJson(output, accounts.map(present));
      else printTable(output, ['ID', 'E-MAIL', 'ROLES', 'JOINED', 'SECOND FACTOR', 'CREATED'], accounts.map(toRow));
    },
  });

  addCommand(parent, output, {
    name: 'update',
    about: 'change the role of an account in all projects, or in those given, or remove its second factor',
    examples: [
      'goalpost account update --email bob@shop.example --role editor --project Shop',
      'goalpost account update --email bob@shop.example --no-role --project Shop',
      'goalpost account update --email bob@shop.example --remove-second-factor',
    ],
    settings: {
      email,
      role: optional(choice(ROLE, ROLES)),
      noRole: toggle({ flag: 'no-role', about: 'take the role away' }),
      projects,
      removeFactor: toggle({
        flag: 'remove-second-factor',
        about: 'let the password be enough to sign in, for a person who lost the app and the recovery codes',
      }),
      ...storeSettings,
      json,
    },
    run: async (values) => {
      const { role, noRole, removeFactor } = values;
      const given = [role !== null, noRole, removeFactor].filter(Boolean);
      requireNoFaults(given.length === 1 ? [] : ['give one of --role, --no-role and --remove-second-factor']);
      const account = await withStore(values, output, async (store) => {
        if (removeFactor) return withoutSecondFactor(store, values.email);
        const ids = await idsOf(store, values.projects);
        const changed = await changeRoles(store, values.email, ({ all, projects: before }) => ({
          all: ids.length === 0 ? role : all,
          projects: Object.fromEntries([
            ...Object.entries(before).filter(([id]) => !ids.some((one) => one === id)),
            ...(role === null ? [] : ids.map((id) => [id, role] as const)),
          ]),
        }));
        if (changed) await note(store, 'account.updated', changed);
        return required(changed, values.email);
      });
      if (values.json) printJson(output, present(account));
      else printLine(output, `Changed the account ${account.email}.`);
    },
  });

  addCommand(parent, output, {
    name: 'delete',
    about: 'delete an account; its console sessions end within a second',
    examples: ['goalpost account delete --email bob@shop.example'],
    settings: { email, ...storeSettings, json },
    run: async (values) => {
      const account = await withStore(values, output, async (store) => {
        const found = required(await findAccount(store, values.email), values.email);
        await removeAccount(store, values.email);
        await note(store, 'account.deleted', found);
        return found;
      });
      if (values.json) printJson(output, { id: account.id, deleted: true });
      else printLine(output, `Deleted the account ${account.email}.`);
    },
  });

  addCommand(parent, output, {
    name: 'link',
    about: 'print a one-time link with which the person of an account chooses a new password',
    examples: ['goalpost account link --email ada@shop.example --console-url https://stats.example'],
    settings: { email, consoleUrl, ...storeSettings, json },
    run: async (values) => {
      const link = await withStore(values, output, async (store) => {
        const account = required(await findAccount(store, values.email), values.email);
        await note(store, 'account.linked', account);
        return newAccountLink(store, account, Date.now());
      });
      const address = consoleAddress(values.consoleUrl, link);
      if (values.json) printJson(output, { link: address });
      else printLine(output, address);
    },
  });
}

async function withoutSecondFactor(store: Store, given: string): Promise<Account> {
  const { secondFactor } = required(await findAccount(store, given), given);
  const removed = required(await removeSecondFactor(store, { email: given }), given);
  if (secondFactor) await note(store, 'account.second-factor-removed', removed);
  return removed;
}

function required(account: Account | null, given: string): Account {
  if (!account) throw new UsageError([`there is no account ${given} (see: goalpost account list)`]);
  return account;
}

async function idsOf(store: Store, given: readonly string[]) {
  const found = [];
  for (const one of given) found.push((await findProject(store, one)).id);
  return found;
}

function note(store: Store, change: Change, account: Account): Promise<void> {
  return noteCommand(store, null, { change, subject: account.email });
}

function rolesOf({ roles }: Account): [where: string, role: string][] {
  return [...(roles.all === null ? [] : [['all', roles.all] as [string, string]]), ...Object.entries(roles.projects)];
}

function toRow(account: Account): string[] {
  const roles = rolesOf(account).map(([where, role]) => `${where}:${role}`);
  const joined = account.passwordHash === null ? 'no' : 'yes';
  const factor = account.secondFactor ? 'yes' : 'no';
  return [account.id, account.email, roles.join(',') || '-', joined, factor, dateText(account.createdAt)];
}

function present(account: Account): object {
  const { id, email: address, roles, passwordHash, secondFactor, createdAt } = account;
  return {
    id,
    email: address,
    roles,
    joined: passwordHash !== null,
    second_factor: secondFactor !== undefined,
    created_at: dateText(createdAt),
  };
}
