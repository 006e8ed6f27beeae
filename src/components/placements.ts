/** The programs a node gets, each pinned and with its place. */
import { binaryOf } from '../cluster/binaries.ts';
import type { Cluster, Node } from '../cluster/cluster.ts';
import { deliveryMode } from '../cluster/delivery.ts';
import { preinstalledPrograms, type WantedProgram, wantedPrograms } from '../cluster/programs.ts';
import { sourcesOf } from '../cluster/sources.ts';
import type { Artifact, PlacedFile, Placement } from '../model/artifact.ts';
import type { Preinstalled } from '../model/machine.ts';
import { Bug } from '../shared/fault.ts';
import type { Contribution } from './contribution.ts';

export function placements(cluster: Cluster, node: Node): Contribution {
  if (deliveryMode(node) === 'preinstalled') return { preinstalled: preinstalled(cluster, node) };
  return {
    placements: wantedPrograms(cluster.version, node, cluster.controlPlane).map((wanted) =>
      placementOf(cluster, node, wanted),
    ),
  };
}

function preinstalled(cluster: Cluster, node: Node): Preinstalled[] {
  return preinstalledPrograms(cluster.version, node, cluster.controlPlane).map(({ file, path }) => ({
    path: file,
    origin: { component: 'binaries', path: node.origin(path) },
  }));
}

function placementOf(cluster: Cluster, node: Node, wanted: WantedProgram): Placement {
  const { program, version, directory } = wanted;
  const found = binaryOf(cluster, node, wanted);
  if (found === undefined || !('pin' in found))
    throw new Bug(`${program} ${version} has no digest, and no relation has said so`);
  const { pin, members } = found;
  const files: PlacedFile[] =
    members === 'whole-file'
      ? [{ target: `${directory}/${program}`, mode: 0o755 }]
      : members.map((member) => ({
          member: member.from,
          target: `${directory}/${member.name}`,
          mode: 0o755,
        }));
  const [first, ...rest] = files;
  if (!first) throw new Bug(`${program} ${version} has no files`);
  const artifact: Artifact = {
    name: pin.name,
    version: pin.version,
    arch: pin.arch,
    format: pin.format,
    digest: pin.digest,
    sources: sourcesOf(node, pin.urls),
  };
  return {
    artifact,
    files: [first, ...rest],
    origin: { component: 'binaries', path: node.origin(wanted.path) },
  };
}
