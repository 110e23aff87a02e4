import type { Command } from 'commander';
import { noteCommand } from '../../access/audit-log.js';
import type { ProjectId, TokenId } from '../../model/ids.js';
import {
  ABILITIES,
  type Ability,
  RATE_LIMIT_DEFAULT,
  RATE_LIMIT_MAX,
  type Token,
  VALID_DAYS_MAX,
} from '../../model/token.js';
import { integer, list, optional, text, toggle } from '../../settings/kinds.js';
import { createToken, presentToken } from '../../tokens/tokens.js';
import { addCommand, addExamples, json } from '../command.js';
import { dateText, type Output, printJson, printLine, printPairs, printTable } from '../output.js';
import { findProject, projectSetting } from '../project-setting.js';
import { UsageError } from '../settings.js';
import { storeSettings, withStore } from '../store-settings.js';

const abilities = list(
  { flag: 'ability', value: 'ability', about: `what the token may do: ${ABILITIES.join(', ')}; may be repeated` },
  (ability): ability is Ability => (ABILITIES as readonly string[]).includes(ability),
  `one of ${ABILITIES.join(', ')}`,
  true,
);

const expiresInDays = optional(
  integer(
    { flag: 'expires-in-days', value: 'days', about: 'days until the token expires (default: never)' },
    1,
    VALID_DAYS_MAX,
  ),
);

const rateLimit = integer(
  { flag: 'rate-limit', about: 'requests the token may make per minute', default: String(RATE_LIMIT_DEFAULT) },
  1,
  RATE_LIMIT_MAX,
);

export function addTokenCommands(program: Command, output: Output): void {
  const parent = program.command('token').description('tokens: who may call the API for a project');
  addExamples(parent, [
    'goalpost token create --project ID --ability conversions:read',
    'goalpost token list --project ID',
    'goalpost token revoke 01JABCDEFGHJKMNPQRSTVWXYZ0',
  ]);

  addCommand(parent, output, {
    name: 'create',
    about: 'create a token; it is shown only once',
    examples: [
      'goalpost token create --project ID --ability conversions:read --rate-limit 60 --quiet',
      'goalpost token create --project ID --ability events:write,goals:write --name "Nightly import" --expires-in-days 365',
    ],
    settings: {
      project: projectSetting,
      abilities,
      rateLimit,
      name: text({ flag: 'name', about: 'a note on what it is for' }),
      expiresInDays,
      ...storeSettings,
      json,
      quiet: toggle({ flag: 'quiet', about: 'print only the token' }),
    },
    run: async (values) => {
      const { token, bearerToken } = await withStore(values, output, async (store) => {
        const project = await findProject(store, values.project);
        const created = await createToken(store, project.id, values, Date.now());
        await noteCommand(store, project.id, { change: 'token.created', subject: created.token.id });
        return created;
      });
      const { id } = token;
      if (values.quiet) printLine(output, bearerToken);
      else if (values.json) printJson(output, { id, token: bearerToken });
      else {
        printLine(output, 'Created the token. Store it now: it is not shown again.');
        printPairs(output, { id, token: bearerToken });
      }
    },
  });

  addCommand(parent, output, {
    name: 'list',
    about: 'list the tokens of a project, oldest first',
    examples: ['goalpost token list --project ID'],
    settings: { project: projectSetting, ...storeSettings, json },
    run: async (values) => {
      const tokens = await withStore(values, output, async (store) => {
        const project = await findProject(store, values.project);
        return store.tokens.list(project.id as ProjectId);
      });
      if (values.json) printJson(output, tokens.map(presentToken));
      else {
        const heading = ['ID', 'NAME', 'ABILITIES', 'PER MINUTE', 'CREATED', 'EXPIRES', 'REVOKED', 'LAST USED'];
        printTable(output, heading, tokens.map(toRow));
      }
    },
  });

  addCommand(parent, output, {
    name: 'revoke',
    argument: { name: 'token-id', about: 'id of the token, as shown by "goalpost token list"' },
    about: 'make a token invalid, within a second',
    examples: ['goalpost token revoke 01JABCDEFGHJKMNPQRSTVWXYZ0'],
    settings: { ...storeSettings, json },
    run: async (values, _output, id) => {
      const revoked = await withStore(values, output, async (store) => {
        const token = await store.tokens.find(id as TokenId);
        if (!token || !(await store.tokens.revoke(token.id, Date.now()))) return false;
        await noteCommand(store, token.projectId, { change: 'token.revoked', subject: id });
        return true;
      });
      if (!revoked) throw new UsageError([`there is no token ${id} (see: goalpost token list --project ID)`]);
      if (values.json) printJson(output, { id, revoked: true });
      else printLine(output, `Revoked token ${id}.`);
    },
  });
}

function toRow({ id, name, abilities: able, rateLimit: limit, createdAt, expiresAt, revokedAt, lastUsedAt }: Token) {
  const dates = [createdAt, expiresAt, revokedAt, lastUsedAt].map(dateText);
  return [id, name ?? '-', able.join(','), String(limit), ...dates];
}
