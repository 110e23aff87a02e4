import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect } from 'vitest';
import { parse } from 'yaml';
import { it } from '../support/operator.js';
import { ROOT } from '../support/root.js';

interface Service {
  readonly image: string;
  readonly hostname?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly command?: readonly string[];
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly networks: readonly string[];
  readonly depends_on?: readonly string[] | Readonly<Record<string, object>>;
}

const DIR = path.join(ROOT, 'deploy/cluster');
const read = (file: string) => readFileSync(path.join(DIR, file), 'utf8');
const text = read('compose.yaml');
const compose = parse(text, { merge: true }) as {
  services: Record<string, Service>;
  volumes: Record<string, null>;
  networks: { inside: { internal: boolean; ipam: { config: [{ subnet: string }] } } };
};
const services = Object.entries(compose.services);
const named = (prefix: string) => services.filter(([name]) => name.startsWith(prefix));

describe('compose.yaml', () => {
  it('mounts only existing files and declared volumes, each volume in one service', () => {
    const sources = services.flatMap(([, { volumes = [] }]) => volumes.map((volume) => volume.split(':')[0]!));
    const files = sources.filter((source) => source.startsWith('.'));
    expect(files.filter((file) => !existsSync(path.join(DIR, file)))).toEqual([]);
    expect(sources.filter((source) => !source.startsWith('.')).sort()).toEqual(Object.keys(compose.volumes).sort());
  });

  it('waits only for services that exist', () => {
    const awaited = services.flatMap(([, { depends_on = [] }]) =>
      Array.isArray(depends_on) ? depends_on : Object.keys(depends_on),
    );
    expect(awaited.filter((name) => !(name in compose.services))).toEqual([]);
  });

  it('uses exactly the variables in example.env', () => {
    const required = [...text.matchAll(/\$\{(\w+):\?\}/g)].map(([, name]) => name);
    const given = [...read('example.env').matchAll(/^(\w+)=/gm)].map(([, name]) => name);
    expect([...new Set(required)].sort()).toEqual(given.sort());
  });

  it('sets only settings that exist', () => {
    const settings = readFileSync(path.join(ROOT, 'docs/configuration.md'), 'utf8');
    const set = [...named('app-'), ...named('migrate')].flatMap(([, { environment = {} }]) => Object.keys(environment));
    expect(set.length).toBeGreaterThan(0);
    expect(set.filter((name) => !settings.includes(`\`${name}\``))).toEqual([]);
  });

  it('is only reachable through the proxy, which all servers trust', () => {
    expect(services.filter(([, { ports }]) => ports).map(([name]) => name)).toEqual(['caddy']);
    expect(services.filter(([, { networks }]) => networks.includes('outside')).map(([name]) => name)).toEqual([
      'caddy',
    ]);
    expect(compose.networks.inside.internal).toBe(true);
    const { subnet } = compose.networks.inside.ipam.config[0];
    for (const [, { environment }] of named('app-')) expect(environment!.GOALPOST_TRUSTED_PROXY).toBe(subnet);
  });

  it('puts every server behind the proxy, with every ClickHouse node and one Redis', () => {
    const { GOALPOST_UPSTREAMS } = compose.services.caddy!.environment!;
    expect(GOALPOST_UPSTREAMS!.split(' ')).toEqual(named('app-').map(([name]) => `${name}:8080`));
    for (const [, { environment }] of named('app-')) {
      const hosts = environment!.GOALPOST_CLICKHOUSE_URL!.split(',').map((url) => url.trim().split('@')[1]);
      expect(hosts).toEqual(named('clickhouse-').map(([name]) => `${name}:8123`));
      expect(environment!.GOALPOST_REDIS_URL).toBe('redis://redis:6379');
    }
  });

  it('configures Redis to write nothing to disk', () => {
    const { command, volumes } = compose.services.redis!;
    expect(command!.join(' ')).toContain('--save  --appendonly no');
    expect(volumes).toBeUndefined();
  });
});

describe('the files of ClickHouse', () => {
  const between = (xml: string, tag: string) =>
    [...xml.matchAll(new RegExp(`<${tag}>(.*?)</${tag}>`, 'gs'))].map(([, inside]) => inside!);

  it('are well-formed', async ({ operator }) => {
    const parse = 'import sys, xml.dom.minidom as dom; [dom.parse(file) for file in sys.argv[1:]]';
    const files = ['clickhouse.xml', 'keeper.xml'].map((file) => path.join(DIR, file));
    expect(await operator.start('python3', ['-c', parse, ...files]).ended).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it('give each node the shard and replica of its service', () => {
    const [cluster] = between(read('clickhouse.xml'), 'goalpost');
    const places = between(cluster!, 'shard').flatMap((shard, index) =>
      between(shard, 'host').map((host, at) => ({ host, SHARD: String(index + 1), REPLICA: String(at + 1) })),
    );
    const said = named('clickhouse-').map(([name, { hostname, environment }]) => {
      expect(hostname).toBe(name);
      return { host: name, SHARD: environment!.SHARD, REPLICA: environment!.REPLICA };
    });
    expect(said).toEqual(places);
  });

  it('give each keeper the number of its service', () => {
    const servers = between(read('keeper.xml'), 'server').map((server) => ({
      name: between(server, 'hostname')[0],
      id: between(server, 'id')[0],
    }));
    expect(named('keeper-').map(([name, { environment }]) => ({ name, id: environment!.KEEPER_ID }))).toEqual(servers);
    const [asked] = between(read('clickhouse.xml'), 'zookeeper');
    expect(between(asked!, 'host')).toEqual(servers.map(({ name }) => name));
  });
});
