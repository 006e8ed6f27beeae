/** The container runtime of a node: which one, which release of it, which form its configuration has. */
import {
  configVersion,
  containerdConfigV1,
  containerdConfigV2,
  containerdConfigV3,
} from '../upstream/containerd/index.ts';
import { dockerDaemonConfig } from '../upstream/docker/daemon.ts';
import { companionsOf } from '../upstream/kubernetes.ts';
import { parseVersion, type Release, type Version } from '../upstream/release.ts';
import type { Schema } from '../upstream/schema.ts';
import type { Node } from './cluster.ts';

export type RuntimeType = 'containerd' | 'docker';

export function runtimeType(node: Node): RuntimeType {
  return node.settings.containerRuntime?.type ?? 'containerd';
}

/** Who brings the runtime. */
export function runtimeSource(node: Node): 'upstream' | 'package' | 'system' {
  return node.settings.containerRuntime?.source ?? (runtimeType(node) === 'docker' ? 'package' : 'upstream');
}

/** Undefined when nothing says it: a package without a version. */
export function runtimeRelease(kubernetes: Version, node: Node): Release | undefined {
  const given = node.settings.containerRuntime?.version;
  if (given !== undefined) return parseVersion(given)?.release;
  if (runtimeSource(node) === 'system') return node.system.containerd?.release;
  // What goes with a Kubernetes release is always a containerd.
  const companion =
    runtimeType(node) === 'containerd' && runtimeSource(node) === 'upstream'
      ? companionsOf(kubernetes.release).containerd
      : undefined;
  return companion === undefined ? undefined : parseVersion(companion)?.release;
}

/** The form of containerd's configuration that is written for the node. */
export function containerdForm(kubernetes: Version, node: Node): 1 | 2 | 3 {
  const asked = node.settings.containerRuntime?.configVersion;
  if (asked !== undefined) return asked;
  const release = runtimeRelease(kubernetes, node);
  return release === undefined ? 2 : configVersion(release);
}

const containerdSchemas = { 1: containerdConfigV1, 2: containerdConfigV2, 3: containerdConfigV3 } as const;
/** For a runtime whose release nobody says: the last that reads that form. */
const lastReleaseReading = { 1: '1.7', 2: '1.7', 3: '2.3' } as const;

/** What a patch of the runtime's configuration is checked against. */
export function runtimeSchema(
  kubernetes: Version,
  node: Node,
): { schema: Schema; program: { what: string; release: Release; version: string } } {
  if (runtimeType(node) === 'docker') {
    return {
      schema: dockerDaemonConfig,
      program: { what: 'docker’s daemon.json', release: '20.10', version: 'docker' },
    };
  }
  const form = containerdForm(kubernetes, node);
  const release = runtimeRelease(kubernetes, node) ?? lastReleaseReading[form];
  const what =
    form === 1
      ? 'containerd’s configuration without a version'
      : `containerd’s configuration version ${form}`;
  return { schema: containerdSchemas[form], program: { what, release, version: `containerd ${release}` } };
}
