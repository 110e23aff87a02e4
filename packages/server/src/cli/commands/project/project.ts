import type { Command } from 'commander';
import { noteCommand } from '../../../access/audit-log.js';
import { PAGE_SESSION_IDS, type Project } from '../../../model/project.js';
import { presentProject } from '../../../projects/present.js';
import { newProject, PROJECT_TEXTS, type TextRule } from '../../../projects/settings.js';
import {
  choice,
  isOrigin,
  list,
  ORIGIN_EXPECTED,
  optional,
  requiredText,
  textWithDefault,
  toggle,
} from '../../../settings/kinds.js';
import type { Setting } from '../../../settings/setting.js';
import type { Store } from '../../../store/store.js';
import { addCommand, addExamples, json } from '../../command.js';
import { dateText, type Output, printJson, printLine, printPairs, printTable } from '../../output.js';
import { findProject, projectSetting } from '../../project-setting.js';
import { UsageError } from '../../settings.js';
import { storeSettings, withNewStore, withStore } from '../../store-settings.js';
import { addCheckCommand } from './check.js';
import { addDeleteCommand } from './delete.js';
import { changedLists, PROJECT_LIST_FLAGS, projectLists } from './lists.js';
import { addMarkPublicCommand } from './mark-public.js';
import { addSigningSecretCommand } from './signing-secret.js';

/** A text that follows the rule for one of a project's settings. */
function followingRule(about: { flag: string; value: string; about: string }, rule: TextRule): Setting<string> {
  return {
    ...requiredText(about),
    read: (given = '') => (rule.accepts(given) ? { ok: true, value: given } : { ok: false, expected: rule.expected }),
  };
}

const name = followingRule({ flag: 'name', value: 'text', about: 'name for people' }, PROJECT_TEXTS.name);

const ZONE = { flag: 'time-zone', value: 'zone', about: 'time zone of dates without an offset' };
const newTimeZone = followingRule(ZONE, PROJECT_TEXTS.timeZone);
const timeZone: Setting<string> = {
  ...textWithDefault({ ...ZONE, default: 'UTC' }),
  read: (given = 'UTC') => newTimeZone.read(given),
};

const CURRENCY = { flag: 'main-currency', value: 'code', about: 'currency that is shown first' };
const mainCurrency = optional(followingRule(CURRENCY, PROJECT_TEXTS.mainCurrency));
/** The word that clears it. */
const NO_CURRENCY = 'none';
const newMainCurrency = optional(
  followingRule(
    { ...CURRENCY, about: `${CURRENCY.about}; "${NO_CURRENCY}" clears it` },
    {
      accepts: (text) => text === NO_CURRENCY || PROJECT_TEXTS.mainCurrency.accepts(text),
      expected: `${PROJECT_TEXTS.mainCurrency.expected}, or "${NO_CURRENCY}"`,
    },
  ),
);

const allowedOrigins = list(
  {
    flag: 'allowed-origin',
    value: 'origin',
    about: 'origin whose pages may send events; may be repeated (default: all origins)',
  },
  isOrigin,
  ORIGIN_EXPECTED,
);

const PAGE_SESSION_IDS_ABOUT = {
  flag: 'page-session-ids',
  about: 'whether pages may say which session their events belong to',
};

export function addProjectCommands(program: Command, output: Output): void {
  const parent = program.command('project').description('projects: the sites and apps that are tracked');
  addExamples(parent, ['goalpost project create --name Shop', 'goalpost project list']);

  addCommand(parent, output, {
    name: 'create',
    about: 'create a project',
    examples: ['goalpost project create --name Shop --time-zone Europe/Amsterdam --json'],
    settings: {
      name,
      timeZone,
      allowedOrigins,
      mainCurrency,
      allowDuplicateName: toggle({ flag: 'allow-duplicate-name', about: 'create it even if a project has that name' }),
      ...storeSettings,
      json,
    },
    run: async (values) => {
      const { name, timeZone, allowedOrigins, mainCurrency } = values;
      const project = newProject({ name, timeZone, allowedOrigins, mainCurrency }, Date.now());
      await withNewStore(values, output, async (store) => {
        const same = (await store.projects.list()).find((one) => one.name === name);
        if (same && !values.allowDuplicateName) {
          throw new UsageError([
            `--name must be new: project ${same.id} is called "${same.name}"; give another name, or --allow-duplicate-name`,
          ]);
        }
        await store.projects.create(project);
        await noteCommand(store, null, { change: 'project.created', subject: project.id });
      });
      if (values.json) printJson(output, { id: project.id, site_key: project.siteKey });
      else {
        printLine(output, `Created project ${project.name}.`);
        printPairs(output, { id: project.id, 'site key': project.siteKey });
        printLine(output, 'For the <head> of its pages, with the address of the server:');
        printLine(output, `  <script defer src="https://stats.example/t.js" data-site="${project.siteKey}"></script>`);
      }
    },
  });

  addCommand(parent, output, {
    name: 'update',
    about: 'change a project; settings that are not given stay the same',
    examples: [
      'goalpost project update --project ID --allowed-origin https://shop.example',
      'goalpost project update --project ID --any-origin --time-zone Europe/Amsterdam',
      'goalpost project update --project ID --own-host shop.example --payment-provider pay.example',
      'goalpost project update --project ID --exclude-address 192.0.2.0/24 --exclude-path "/admin/**"',
    ],
    settings: {
      project: projectSetting,
      name: optional(name),
      timeZone: optional(newTimeZone),
      allowedOrigins: {
        ...allowedOrigins,
        about: 'origin whose pages may send events; replaces the current list; may be repeated',
      },
      anyOrigin: toggle({ flag: 'any-origin', about: 'let pages of all origins send events again' }),
      pageSessionIds: optional(choice(PAGE_SESSION_IDS_ABOUT, PAGE_SESSION_IDS)),
      mainCurrency: newMainCurrency,
      ...projectLists,
      ...storeSettings,
      json,
    },
    run: async (values) => {
      const { name, timeZone: zone, anyOrigin, pageSessionIds, mainCurrency: currency } = values;
      if (anyOrigin && values.allowedOrigins.length > 0) {
        throw new UsageError(['--any-origin and --allowed-origin cannot be combined; give one of them']);
      }
      const changes = {
        ...(name !== null && { name }),
        ...(zone !== null && { timeZone: zone }),
        ...((anyOrigin || values.allowedOrigins.length > 0) && { allowedOrigins: values.allowedOrigins }),
        ...(pageSessionIds !== null && { pageSessionIds }),
        ...(currency !== null && { mainCurrency: currency === NO_CURRENCY ? null : currency }),
        ...changedLists(values),
      };
      if (Object.keys(changes).length === 0) {
        throw new UsageError([
          `there is nothing to change; give --name, --time-zone, --allowed-origin, --any-origin, --page-session-ids, --main-currency, ${PROJECT_LIST_FLAGS}`,
        ]);
      }
      const project = await withStore(values, output, async (store) => {
        const { id } = await findProject(store, values.project);
        const updated = await store.projects.update(id, changes);
        await noteCommand(store, id, { change: 'project.updated', subject: id });
        return updated;
      });
      if (values.json) printJson(output, presentProject(project!));
      else printLine(output, `Changed project ${project!.name}.`);
    },
  });

  addSigningSecretCommand(parent, output);
  addMarkPublicCommand(parent, output);
  addDeleteCommand(parent, output);
  addCheckCommand(parent, output);

  addCommand(parent, output, {
    name: 'list',
    about: 'list the projects, oldest first',
    examples: ['goalpost project list', 'goalpost project list --json'],
    settings: { ...storeSettings, json },
    run: async (values) => {
      const projects = await withStore(values, output, listWithLast);
      if (values.json) {
        return printJson(
          output,
          projects.map(({ project, lastAt }) => ({
            ...presentProject(project),
            last_event_at: lastAt === null ? null : dateText(lastAt),
          })),
        );
      }
      const rows = projects.map(({ project: { id, name, timeZone, siteKey, createdAt }, lastAt }) => {
        return [id, name, timeZone, siteKey, dateText(createdAt), dateText(lastAt)];
      });
      printTable(output, ['ID', 'NAME', 'TIME ZONE', 'SITE KEY', 'CREATED', 'LAST EVENT'], rows);
    },
  });
}

interface Listed {
  readonly project: Project;
  /** When its last event happened. */
  readonly lastAt: number | null;
}

async function listWithLast({ projects, sessions }: Store): Promise<Listed[]> {
  const listed: Listed[] = [];
  for (const project of await projects.list()) {
    listed.push({ project, lastAt: await sessions.lastEventAt(project.id) });
  }
  return listed;
}
