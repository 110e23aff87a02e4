// Checks before a release.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const DEPENDENCIES = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'];

/** Reads the state of a clone: its packages, changelog and commit. `version` is the first package's version. */
export function readRelease(root) {
  const git = (...args) => spawnSync('git', args, { cwd: root, encoding: 'utf8' }).stdout.trimEnd();
  const packages = readdirSync(path.join(root, 'packages'))
    .map((folder) => path.join(root, 'packages', folder, 'package.json'))
    .filter((file) => existsSync(file))
    .map((file) => JSON.parse(readFileSync(file, 'utf8')));
  const [{ version }] = packages;
  const tag = `v${version}`;
  const sections = sectionsOf(readFileSync(path.join(root, 'CHANGELOG.md'), 'utf8'));
  return {
    packages,
    names: packages.map(({ name }) => name),
    version,
    tag,
    isTagged: git('tag', '--list', tag) !== '',
    commit: git('rev-parse', 'HEAD'),
    changedFiles: git('status', '--porcelain').split('\n').filter(Boolean),
    unreleased: sections.find(({ title }) => title === 'Unreleased')?.text ?? '',
    notes: sections.find(({ title }) => isSectionOf(version, title))?.text ?? '',
  };
}

/** One sentence for each problem that prevents the release. */
export function problemsOf({ packages, version, tag, isTagged, changedFiles, unreleased, notes }) {
  const problems = [];
  if (changedFiles.length > 0) {
    problems.push(`These files have uncommitted changes: ${changedFiles.map((line) => line.slice(3)).join(', ')}.`);
  }
  if (!/^\d+\.\d+\.\d+$/.test(version)) problems.push(`The version must be like 1.2.3; got ${version}.`);
  for (const one of packages) problems.push(...versionProblems(one, packages, version));
  if (isTagged) problems.push(`The tag ${tag} exists: raise the version of the packages.`);
  if (notes === '') problems.push(`CHANGELOG.md needs a section "## ${version} - YYYY-MM-DD" with the changes.`);
  if (unreleased !== '')
    problems.push(`CHANGELOG.md has changes under "Unreleased": move them to the section of ${version}.`);
  return problems;
}

function versionProblems(one, packages, version) {
  const problems = [];
  if (one.version !== version) {
    problems.push(
      `All packages need the same version: ${packages[0].name} has ${version}, ${one.name} has ${one.version}.`,
    );
  }
  const own = new Set(packages.map(({ name }) => name));
  const needed = DEPENDENCIES.flatMap((kind) => Object.entries(one[kind] ?? {})).filter(([name]) => own.has(name));
  for (const [name, range] of needed) {
    if (range === version || range === `^${version}`) continue;
    problems.push(`${one.name} depends on ${name} ${range}: write ${version}.`);
  }
  return problems;
}

function sectionsOf(changelog) {
  const [, ...sections] = changelog.split(/^## /m);
  return sections.map((section) => {
    const [title, ...lines] = section.split('\n');
    return { title: title.trim(), text: lines.join('\n').trim() };
  });
}

function isSectionOf(version, title) {
  const [named, date, ...rest] = title.split(' - ');
  return named === version && rest.length === 0 && /^\d{4}-\d{2}-\d{2}$/.test(date ?? '');
}
