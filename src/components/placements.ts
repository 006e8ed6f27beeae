/** The programs a node gets, each pinned and with its place. */
import type { Cluster, Node } from '../cluster/cluster.ts';
import { deliveryMode } from '../cluster/delivery.ts';
import { preinstalledPrograms, type WantedProgram, wantedPrograms } from '../cluster/programs.ts';
import type { Artifact, Digest, PlacedFile, Placement } from '../model/artifact.ts';
import type { Preinstalled } from '../model/machine.ts';
import { Bug } from '../shared/fault.ts';
import { findBinary, vouchedBinary } from '../upstream/binaries.ts';
import type { Contribution } from './contribution.ts';

export function placements(cluster: Cluster, node: Node): Contribution {
  if (deliveryMode(node) === 'preinstalled') return { preinstalled: preinstalled(cluster, node) };
  return {
    placements: wantedPrograms(cluster.version, node, cluster.controlPlane).map((wanted) =>
      placementOf(node, wanted),
    ),
  };
}

function preinstalled(cluster: Cluster, node: Node): Preinstalled[] {
  return preinstalledPrograms(cluster.version, node, cluster.controlPlane).map(({ file, path }) => ({
    path: file,
    origin: { component: 'binaries', path: node.origin(path) },
  }));
}

function placementOf(node: Node, wanted: WantedProgram): Placement {
  const { program, version, directory, digest } = wanted;
  if (version === undefined) throw new Bug(`${program} has no version, and no relation has said so`);
  const found =
    digest === undefined
      ? findBinary(program, version, node.arch)
      : vouchedBinary(program, version, node.arch, digest as Digest);
  if (!('pin' in found)) throw new Bug(`${found.missing} has no digest, and no relation has said so`);
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

/** Mirrors first, in the profile's order; upstream last, if it may be asked. */
export function sourcesOf(node: Node, urls: readonly string[]): Artifact['sources'] {
  const { mirrors = [], upstream = true } = node.settings.binaries ?? {};
  const mirrored = mirrors.flatMap(({ prefix, replacement }) =>
    urls.filter((url) => url.startsWith(prefix)).map((url) => replacement + url.slice(prefix.length)),
  );
  const [first, ...rest] = [...mirrored, ...(upstream ? urls : [])];
  if (first === undefined) throw new Bug(`no source is left for ${urls[0]}`);
  return [first, ...rest];
}
