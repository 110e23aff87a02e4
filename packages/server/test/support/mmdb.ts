import { isIPv4 } from 'node:net';

/** The values that a record may hold here. Numbers are unsigned 32-bit integers. */
export type MmdbValue = string | number | readonly MmdbValue[] | { readonly [key: string]: MmdbValue };

interface Options {
  /** A database with 4 has no IPv6 addresses. */
  readonly ipVersion?: 4 | 6;
  readonly type?: string;
  readonly recordSize?: 24 | 32;
}

/** The target of a branch of the tree. */
type Branch = { readonly node: number } | { readonly data: number } | null;

/**
 * A database in MaxMind's format (https://maxmind.github.io/MaxMind-DB/) with a record for each network. Networks must not
 * overlap.
 */
export function mmdb(
  networks: Readonly<Record<string, MmdbValue>>,
  { ipVersion = 6, type = 'Test-Country', recordSize = 24 }: Options = {},
): Buffer {
  const nodes: [Branch, Branch][] = [[null, null]];
  const records: Buffer[] = [];
  let dataBytes = 0;
  for (const [network, record] of Object.entries(networks)) {
    const bytes = encoded(record);
    insert(nodes, bitsOf(network, ipVersion), { data: dataBytes });
    records.push(bytes);
    dataBytes += bytes.length;
  }
  const metadata = {
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: 1_767_434_400,
    database_type: type,
    description: { en: 'Made by a test' },
    ip_version: ipVersion,
    languages: ['en'],
    node_count: nodes.length,
    record_size: recordSize,
  };
  return Buffer.concat([
    ...nodes.flat().map((branch) => pointer(branch, nodes.length, recordSize)),
    Buffer.alloc(16),
    ...records,
    Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1'),
    encoded(metadata),
  ]);
}

function insert(nodes: [Branch, Branch][], bits: readonly (0 | 1)[], leaf: Branch): void {
  let node = nodes[0]!;
  for (const bit of bits.slice(0, -1)) {
    node[bit] ??= { node: nodes.push([null, null]) - 1 };
    const branch = node[bit];
    if ('data' in branch) throw new Error('Networks overlap.');
    node = nodes[branch.node]!;
  }
  node[bits.at(-1)!] = leaf;
}

/** In an IPv6 tree, 96 zero bits precede an IPv4 address. */
function bitsOf(network: string, ipVersion: 4 | 6): (0 | 1)[] {
  const [address = '', length = ''] = network.split('/');
  const bytes = isIPv4(address) ? address.split('.').map(Number) : ipv6Bytes(address);
  const bits = bytes.flatMap((byte) => [...byte.toString(2).padStart(8, '0')].map((bit) => (bit === '1' ? 1 : 0)));
  const before = ipVersion === 6 && isIPv4(address) ? Array<0>(96).fill(0) : [];
  return [...before, ...bits.slice(0, Number(length))];
}

function ipv6Bytes(address: string): number[] {
  const [left, right = []] = address.split('::').map((side) => side.split(':').filter((group) => group !== ''));
  const groups = [...left!, ...Array(8 - left!.length - right.length).fill('0'), ...right];
  return groups.map((group) => Number.parseInt(group, 16)).flatMap((group) => [group >> 8, group & 0xff]);
}

function pointer(branch: Branch, nodeCount: number, recordSize: number): Buffer {
  const bytes = Buffer.alloc(recordSize / 8);
  const to = branch === null ? nodeCount : 'node' in branch ? branch.node : nodeCount + 16 + branch.data;
  bytes.writeUIntBE(to, 0, bytes.length);
  return bytes;
}

const TYPES = { text: 2, number: 6, map: 7, list: 11 };

function encoded(value: MmdbValue): Buffer {
  if (typeof value === 'string') {
    const bytes = Buffer.from(value);
    return Buffer.concat([control(TYPES.text, bytes.length), bytes]);
  }
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value);
    return Buffer.concat([control(TYPES.number, 4), bytes]);
  }
  if (Array.isArray(value)) return Buffer.concat([control(TYPES.list, value.length), ...value.map(encoded)]);
  const entries = Object.entries(value);
  return Buffer.concat([control(TYPES.map, entries.length), ...entries.flat().map(encoded)]);
}

/** Types above 7 are written in a second byte. */
function control(type: number, size: number): Buffer {
  if (size > 28) throw new Error('Texts and lists are short here.');
  return Buffer.from(type > 7 ? [size, type - 7] : [(type << 5) | size]);
}
