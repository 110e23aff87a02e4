import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { conversionSet, importSet } from './data/data-set.mjs';
import { measureImport } from './imports/measure-import.mjs';
import { READ_CASES } from './reads/cases.mjs';
import { measureReads } from './reads/measure-reads.mjs';
import { printReport } from './report/print.mjs';
import { targets } from './report/targets.mjs';

const BENCH_DIR = fileURLToPath(new URL('../.bench', import.meta.url));
export const CASE_NAMES = [...READ_CASES.map(({ name }) => name), 'import'];

const FULL = { dataSets: [100_000, 1_000_000, 10_000_000], importConversions: 400_000, rounds: 3, seconds: 3 };
const QUICK = { dataSets: [100_000, 1_000_000], importConversions: 80_000, rounds: 3, seconds: 1 };

/** Runs the cases (`only`: the name of one of them) in rounds of `seconds` and prints and writes what came out. */
export async function run({ quick, only, seconds }) {
  const extent = { ...(quick ? QUICK : FULL), ...(seconds && { seconds: Number(seconds) }) };
  const readCases = READ_CASES.filter(({ name }) => only === undefined || name === only);
  mkdirSync(BENCH_DIR, { recursive: true });

  const results = {
    machine: machine(),
    extent,
    startedAt: new Date().toISOString(),
    servers: [],
    reads: [],
    import: null,
  };
  if (readCases.length > 0) {
    const dataSets = [];
    for (const conversions of extent.dataSets) dataSets.push(await conversionSet(BENCH_DIR, conversions));
    Object.assign(results, await measureReads(dataSets, readCases, extent));
  }
  if (only === undefined || only === 'import') {
    results.import = await measureImport(
      await importSet(BENCH_DIR, extent.importConversions),
      BENCH_DIR,
      extent.rounds,
    );
  }
  const file = path.join(BENCH_DIR, 'results.json');
  results.targets = targets(results);
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
  printReport(results);
  console.log(`\nEvery sample is in ${path.relative(process.cwd(), file)}.`);
}

function machine() {
  const processors = cpus();
  return {
    processor: processors[0].model,
    cores: processors.length,
    memoryGb: Math.round(totalmem() / 1e9),
    node: process.version,
    system: `${process.platform} ${release()}`,
    loadAverageAtStart: loadavg()[0],
  };
}
