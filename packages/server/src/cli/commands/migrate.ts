import type { Command } from 'commander';
import type { NodeMigrated } from '../../clickhouse/cluster/migrate.js';
import { addCommand, json } from '../command.js';
import { type Output, printJson, printLine } from '../output.js';
import { clickhouseSettings, requireUrls } from '../store-settings.js';

export function addMigrateCommand(program: Command, output: Output): void {
  addCommand(program, output, {
    name: 'migrate',
    about: 'make the tables in ClickHouse, or bring them up to date, on each node; it may be run again at any time',
    examples: [
      'goalpost migrate --clickhouse-url http://user:password@127.0.0.1:8123',
      'goalpost migrate --clickhouse-cluster main --clickhouse-url http://u:p@ch1:8123 --clickhouse-url http://u:p@ch2:8123',
    ],
    settings: { ...clickhouseSettings, json },
    run: async ({ clickhouseUrls: urls, clickhouseCluster: cluster, clickhouseDatabase: database, json }) => {
      requireUrls(urls);
      const { migrateNodes } = await import('../../clickhouse/cluster/migrate.js');
      const nodes = await migrateNodes({ urls, cluster, database });
      if (json) printJson(output, nodes);
      else for (const node of nodes) printLine(output, `${node.node}  ${described(node)}`);
      if (nodes.some(({ outcome }) => outcome === 'away')) process.exitCode = 1;
    },
  });
}

function described(node: NodeMigrated): string {
  if (node.outcome === 'away') return `is away (${node.reason}); run this again when it is back`;
  const { shard, replica, found, now, replicated } = node;
  const place = `shard ${shard}, replica ${replica}, ${replicated ? 'replicated' : 'plain'} tables`;
  if (found === now) return `${place}: schema ${now}, nothing to do`;
  return `${place}: ${found === 0 ? 'no schema' : `schema ${found}`} found, now ${now}`;
}
