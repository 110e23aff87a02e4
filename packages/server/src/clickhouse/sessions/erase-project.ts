import type { ProjectId } from '../../model/ids.js';
import type { Cluster } from '../cluster/cluster.js';
import type { Node } from '../cluster/node.js';
import { changeGoals } from '../goals/change-goals.js';
import type { Catalogue } from '../projects/catalogue.js';
import { CATALOGUE_SHARD } from '../projects/document-changes.js';
import { placesOfOwner } from '../projects/documents.js';
import { dropBytes } from './erase.js';

/**
 * Erases everything of a project but the document that says that it is removed. It may be repeated. Fails when a replica is
 * away, because that replica would bring the rows back.
 */
export async function eraseProject(cluster: Cluster, catalogue: Catalogue, projectId: ProjectId): Promise<void> {
  await changeGoals<never>(catalogue, projectId, (goals, revision) => ({
    ...goals,
    clearedRevision: revision,
    versions: [],
  }));
  const remove = (table: string) => (node: Node) =>
    node.command(`DELETE FROM ${cluster.local(table)} WHERE project_id = {projectId:String}`, { projectId });
  await cluster.everywhere(remove('records'));
  await cluster.everywhere(remove('session_summaries'));
  await cluster.everywhere(remove('slice_sums'));
  await cluster.everywhere(remove('visitors'));
  await cluster.everyReplica(CATALOGUE_SHARD, (node) =>
    node.command(
      `DELETE FROM ${cluster.local('catalogue')} WHERE (kind = 'token' AND owner = {projectId:String})
        OR (kind = 'document' AND arrayExists(place -> startsWith(id, place), {places:Array(String)}))`,
      { projectId, places: placesOfOwner(projectId) },
    ),
  );
  await cluster.everywhere((node) => dropBytes(cluster, node));
}
