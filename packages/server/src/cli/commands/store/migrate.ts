import type { Command } from 'commander';
import { MIGRATED_ENGINES, settingsOf } from '../../../engines.js';
import type { NodeMigrated } from '../../../store/engine.js';
import { addCommand, json } from '../../command.js';
import { type Output, printJson, printLine } from '../../output.js';
import { requireNoFaults } from '../../settings.js';

export function addMigrateCommand(program: Command, output: Output): void {
  addCommand(program, output, {
    name: 'migrate',
    about: 'create or update the tables in ClickHouse on each node; safe to run again at any time',
    examples: [
      'GOALPOST_CLICKHOUSE_URL=http://user:password@127.0.0.1:8123 goalpost migrate',
      'goalpost migrate --clickhouse-cluster main --clickhouse-url-file urls.txt',
    ],
    settings: { ...settingsOf(MIGRATED_ENGINES), json },
    run: async ({ json, ...values }) => {
      const engines = Object.values(MIGRATED_ENGINES);
      requireNoFaults(engines.flatMap((engine) => engine.faults(values)));
      const nodes: NodeMigrated[] = [];
      for (const engine of engines) nodes.push(...(await engine.migrate(values)));
      if (json) printJson(output, nodes);
      else for (const node of nodes) printLine(output, `${node.node}  ${described(node)}`);
      if (nodes.some(({ outcome }) => outcome === 'away')) process.exitCode = 1;
    },
  });
}

function described(node: NodeMigrated): string {
  if (node.outcome === 'away') return `is unreachable (${node.reason}); run this again when it is back`;
  const { shard, replica, found, now, replicated } = node;
  const place = `shard ${shard}, replica ${replica}, ${replicated ? 'replicated' : 'plain'} tables`;
  if (found === now) return `${place}: schema ${now}, nothing to do`;
  return `${place}: ${found === 0 ? 'no schema' : `schema ${found}`} found, now ${now}`;
}
