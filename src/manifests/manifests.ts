/** The folder `manifests/`: what somebody is to apply to an external control plane, or, for review, what ours applies itself. */
import type { Cluster } from '../cluster/cluster.ts';
import { tokenManifests } from '../credentials/bootstrap-tokens.ts';
import { type Content, publicContent } from '../model/content.ts';
import type { OutputFile } from '../model/output.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { toYaml } from '../shared/emit.ts';
import { kubeletAdmin } from './access.ts';
import { appliedManifests, isWritten } from './applied.ts';
import { externalBootstrapObjects, joinsByToken } from './bootstrap.ts';

/** What comes from an address of the user's is not here: its digest is in the profile. */
export function manifestFiles(cluster: Cluster, secrets: Secrets): OutputFile<Content>[] {
  if (!cluster.controlPlane) return externalFiles(cluster, secrets);
  return appliedManifests(cluster, tokenManifests(secrets))
    .filter(isWritten)
    .map(({ file, content }) => ({ path: `manifests/${file}`, content }));
}

function externalFiles(cluster: Cluster, secrets: Secrets): OutputFile<Content>[] {
  const objects = [...kubeletAdmin(cluster), ...externalBootstrapObjects(cluster)].map((object) => ({
    path: `manifests/${fileName(object.metadata.name)}.yaml`,
    content: publicContent(toYaml(object)),
  }));
  const tokens = joinsByToken(cluster) ? tokenManifests(secrets) : [];
  return [
    ...objects,
    ...tokens.map(({ id, content }) => ({ path: `manifests/bootstrap-token-${id}.yaml`, content })),
  ];
}

function fileName(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9.-]+/g, '-');
}
