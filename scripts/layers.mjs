// Turns the tables in docs/architecture.md, "Layers", which say what each folder may import, into rules for Biome:
//   node scripts/layers.mjs          writes biome.layers.json
//   node scripts/layers.mjs --check  exits 1 when that file does not match the tables, or a folder is missing from them
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const SOURCE = 'packages/server/src';
const FILE = 'biome.layers.json';
/**
 * Limit of files in one folder, not counting subfolders: more cannot be taken in at a glance. Migrations are a history, which
 * only grows.
 */
const FILES_MAX = 18;

const text = `${JSON.stringify(biomeRules(readTables()), null, 2)}\n`;
if (!process.argv.includes('--check')) writeFileSync(path.join(ROOT, FILE), text);
else if (readFileSync(path.join(ROOT, FILE), 'utf8') !== text) {
  fail(`${FILE} does not match docs/architecture.md; run "node scripts/layers.mjs"`);
}

/** The tables under "Layers": for each folder with a table, what its subfolders and files may import. */
function readTables() {
  const page = readFileSync(path.join(ROOT, 'docs/architecture.md'), 'utf8');
  const section = page.split(/^(?=## )/m).find((part) => part.startsWith('## Layers\n'));
  const tables = new Map();
  let current = [];
  for (const line of section.split('\n').filter((line) => line.startsWith('| '))) {
    const [left, right] = line.split('|').slice(1).map(namesIn);
    if (line.endsWith('| may import |')) {
      current = left.map((base) => tables.set(base, new Map()).get(base));
      continue;
    }
    for (const table of current) for (const name of left) table.set(name, right);
  }
  return tables;
}

/** `src` is the source folder itself. */
function namesIn(cell) {
  return [...cell.matchAll(/`([^`]+?)\/?`/g)].map(([, name]) => (name === 'src' ? '' : name));
}

function biomeRules(tables) {
  const noImportCycles = { level: 'error', options: { ignoreTypes: false } };
  const overrides = ['', ...foldersIn(SOURCE)].flatMap((folder) => rulesOf(folder, tables));
  return { linter: { rules: { suspicious: { noImportCycles } } }, overrides };
}

/** The rules for the files of one folder. In a folder with a table of its own, each file has its own rule. */
function rulesOf(folder, tables) {
  const files = filesIn(path.join(SOURCE, folder));
  if (files.length === 0) return [];
  if (files.length > FILES_MAX && path.basename(folder) !== 'migrations')
    fail(`${SOURCE}/${folder} has ${files.length} files, more than ${FILES_MAX}`);
  const restrictions = [...tables].flatMap(([base, table]) => {
    if (folder === base || !`${folder}/`.startsWith(base && `${base}/`)) return [];
    const below = path.posix.relative(base, folder).split('/');
    return [restriction(base, below[0], '../'.repeat(below.length), table)];
  });
  const own = tables.get(folder);
  if (!own) return [override(`${folder}/*.ts`, restrictions)];
  return files.map((file) =>
    override(path.posix.join(folder, file), [...restrictions, restriction(folder, file, './', own)]),
  );
}

/** `up` leads from the importing file to `base`. */
function restriction(base, name, up, table) {
  if (!table.has(name)) fail(`${path.posix.join(SOURCE, base, name)} is not in docs/architecture.md, "Layers"`);
  const found = whole(name, table);
  const allowed = [...table.keys()].filter((other) => found.has(other));
  if (allowed.includes(name)) fail(`by docs/architecture.md, "Layers", ${name} may import itself through others`);
  const message = `${path.posix.join(base, name)} may import ${allowed.join(', ') || 'nothing'}: docs/architecture.md, "Layers"`;
  // Imports from above the base are covered by the table of the parent folder.
  const beyond = base === '' ? [] : [`!${up === './' ? '' : up}../**`];
  const patterns = allowed.map((other) =>
    other.endsWith('.ts') ? `!${up}${other.replace(/ts$/, 'js')}` : `!${up}${other}/**`,
  );
  return { group: [`${up}**`, ...beyond, ...patterns], message };
}

/** Everything that a row allows, directly or through the rows it names. */
function whole(name, table, found = new Set()) {
  for (const other of table.get(name) ?? []) {
    if (!table.has(other)) fail(`docs/architecture.md, "Layers", has no row for ${other}`);
    if (found.has(other)) continue;
    found.add(other);
    whole(other, table, found);
  }
  return found;
}

function override(files, patterns) {
  const noRestrictedImports = { level: 'error', options: { patterns } };
  return { includes: [`${SOURCE}/${files}`], linter: { rules: { style: { noRestrictedImports } } } };
}

function foldersIn(folder) {
  return readdirSync(path.join(ROOT, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) =>
      path.relative(path.join(ROOT, SOURCE), path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'),
    )
    .sort();
}

function filesIn(folder) {
  return readdirSync(path.join(ROOT, folder))
    .filter((name) => name.endsWith('.ts'))
    .sort();
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}
