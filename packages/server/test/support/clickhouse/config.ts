/** A node's position in its cluster, and its ports on 127.0.0.1. */
export interface Place {
  readonly shard: number;
  readonly replica: number;
  readonly httpPort: number;
  readonly tcpPort: number;
}

export const CLUSTER = 'goalpost';

/** What a node leaves free on its disk: with less, it finds no room for rows. */
export const KEPT_FREE_BYTES = 16 * 1024 ** 2;
const MEMORY_BYTES_MAX = 2 * 1024 ** 3;

/** The config.xml of a node. Pools are small, because several nodes share one machine. */
export function configXml(dir: string, place: Place, all: readonly Place[]): string {
  return `<clickhouse>
  <path>${dir}/data/</path>
  <tmp_path>${dir}/data/tmp/</tmp_path>
  <users_config>${dir}/users.xml</users_config>
  <listen_host>127.0.0.1</listen_host>
  <http_port>${place.httpPort}</http_port>
  <tcp_port>${place.tcpPort}</tcp_port>
  <log-level>error</log-level>
  <logger><console>false</console><log>${dir}/server.log</log></logger>
  <query_log><database>system</database><table>query_log</table></query_log>
  <max_server_memory_usage>${MEMORY_BYTES_MAX}</max_server_memory_usage>
  <mark_cache_size>268435456</mark_cache_size>
  <storage_configuration><disks><default><keep_free_space_bytes>${KEPT_FREE_BYTES}</keep_free_space_bytes></default></disks></storage_configuration>
  <background_pool_size>2</background_pool_size>
  <background_schedule_pool_size>16</background_schedule_pool_size>
  <background_distributed_schedule_pool_size>4</background_distributed_schedule_pool_size>
  <merge_tree>
    <!-- The defaults ask for more free slots than a pool this small has. -->
    <number_of_free_entries_in_pool_to_lower_max_size_of_merge>1</number_of_free_entries_in_pool_to_lower_max_size_of_merge>
    <number_of_free_entries_in_pool_to_execute_mutation>1</number_of_free_entries_in_pool_to_execute_mutation>
    <number_of_free_entries_in_pool_to_execute_optimize_entire_partition>1</number_of_free_entries_in_pool_to_execute_optimize_entire_partition>
  </merge_tree>
  <macros><cluster>${CLUSTER}</cluster><shard>${place.shard}</shard><replica>${place.replica}</replica></macros>
  <remote_servers><${CLUSTER}>${shardsXml(all)}</${CLUSTER}></remote_servers>
</clickhouse>
`;
}

/** Replicas cannot copy from each other without ClickHouse Keeper, so a Distributed table writes to each of them. */
function shardsXml(all: readonly Place[]): string {
  return [...new Set(all.map(({ shard }) => shard))]
    .map((shard) => {
      const replicas = all
        .filter((place) => place.shard === shard)
        .map(({ tcpPort }) => `<replica><host>127.0.0.1</host><port>${tcpPort}</port></replica>`);
      return `<shard><internal_replication>false</internal_replication>${replicas.join('')}</shard>`;
    })
    .join('');
}

/**
 * The user `reader` may only read.
 *
 * `implicit_select`: `clickhouse local` accepts a bare expression as a query, and a server does not.
 */
export const USERS_XML = `<clickhouse>
  <profiles>
    <default><max_threads>2</max_threads><implicit_select>0</implicit_select><poll_interval>1</poll_interval></default>
    <reader><implicit_select>0</implicit_select><readonly>2</readonly></reader>
  </profiles>
  <users>
    <default>
      <password></password><networks><ip>127.0.0.1</ip></networks><profile>default</profile><quota>default</quota>
      <access_management>1</access_management><named_collection_control>1</named_collection_control>
    </default>
    <reader>
      <password></password><networks><ip>127.0.0.1</ip></networks><profile>reader</profile><quota>default</quota>
    </reader>
  </users>
  <quotas><default/></quotas>
</clickhouse>
`;
