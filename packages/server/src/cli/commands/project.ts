import { randomBytes } from 'node:crypto';
import type { Command } from 'commander';
import { ulid } from 'ulid';
import type { ProjectId } from '../../ids.js';
import type { Project } from '../../projects/project.js';
import { isTimeZone } from '../../projects/time-zone.js';
import { addCommand, addExamples, dataDir, json, newDataDir, withNewStore, withStore } from '../command.js';
import { requiredText, textWithDefault } from '../kinds.js';
import { dateText, type Output, printJson, printLine, printPairs, printTable } from '../output.js';
import type { Setting } from '../settings.js';

const timeZone: Setting<string> = {
  ...textWithDefault({
    flag: 'time-zone',
    value: 'zone',
    about: 'zone in which dates without an offset are read',
    default: 'UTC',
  }),
  read: (text = 'UTC') =>
    isTimeZone(text)
      ? { ok: true, value: text }
      : { ok: false, expected: 'an IANA time zone such as Europe/Amsterdam' },
};

export function addProjectCommands(program: Command, output: Output): void {
  const parent = program.command('project').description('projects: the sites and apps that are tracked');
  addExamples(parent, ['goalpost project create --name Shop', 'goalpost project list']);

  addCommand(parent, output, {
    name: 'create',
    about: 'make a project',
    examples: ['goalpost project create --name Shop --time-zone Europe/Amsterdam --json'],
    settings: {
      name: requiredText({ flag: 'name', about: 'what people call it' }),
      timeZone,
      dataDir: newDataDir,
      json,
    },
    run: async (values) => {
      const project = newProject(values.name, values.timeZone);
      await withNewStore(values.dataDir, ({ projects }) => projects.create(project));
      if (values.json) printJson(output, { id: project.id, site_key: project.siteKey });
      else {
        printLine(output, `Project ${project.name} is made.`);
        printPairs(output, { id: project.id, 'site key': project.siteKey });
      }
    },
  });

  addCommand(parent, output, {
    name: 'list',
    about: 'list the projects, oldest first',
    examples: ['goalpost project list', 'goalpost project list --json'],
    settings: { dataDir, json },
    run: async (values) => {
      const projects = await withStore(values.dataDir, (store) => store.projects.list());
      if (values.json) printJson(output, projects.map(present));
      else {
        const rows = projects.map((one) => [one.id, one.name, one.timeZone, one.siteKey, dateText(one.createdAt)]);
        printTable(output, ['ID', 'NAME', 'TIME ZONE', 'SITE KEY', 'CREATED'], rows);
      }
    },
  });
}

export function newProject(name: string, timeZoneName: string): Project {
  return {
    id: ulid() as ProjectId,
    name,
    timeZone: timeZoneName,
    siteKey: randomBytes(12).toString('base64url'),
    visitorKey: randomBytes(32).toString('hex'),
    allowedOrigins: [],
    createdAt: Date.now(),
  };
}

function present({ id, name, timeZone: time_zone, siteKey: site_key, createdAt }: Project): object {
  return { id, name, time_zone, site_key, created_at: dateText(createdAt) };
}
