/** A containerd that upstream does not name for this Kubernetes: it may well run, and nobody has tested it. */
import type { Warning } from '../shared/warning.ts';
import { containerdPairing } from '../upstream/compatibility.ts';
import { parseVersion } from '../upstream/release.ts';
import type { Cluster } from './cluster.ts';
import { runtimeType } from './runtime.ts';

/** Of versions that the profile names; one for each place where it does. */
export function pairingWarnings(cluster: Cluster): Warning[] {
  const found = new Map<string, Warning>();
  for (const node of cluster.nodes) {
    const given = node.settings.containerRuntime?.version;
    const version = given === undefined ? undefined : parseVersion(given);
    if (runtimeType(node) !== 'containerd' || node.role === 'etcd' || !version) continue;
    const pairing = containerdPairing(cluster.version.release, version);
    if (pairing.verdict !== 'untested') continue;
    const path = node.origin(['containerRuntime', 'version']);
    const tested = pairing.tested.map((one) => `v${one}`).join(', ');
    found.set(JSON.stringify(path), {
      code: 'containerd-pairing',
      message: `containerd ${given} is not among those that upstream names for Kubernetes ${cluster.version.release}`,
      hint: `${tested}, and later ones of these releases`,
      path,
    });
  }
  return [...found.values()];
}
