/** Patches of units that nodeseed writes. */
import type { UnitPatch } from '../../profile/schema/profile.ts';
import type { Fault, Faults, Path } from '../../shared/fault.ts';
import type { Cluster, Node } from '../cluster.ts';
import { runtimeSource } from '../runtime.ts';

export function checkUnitPatches(cluster: Cluster, faults: Faults): void {
  for (const node of cluster.nodes) {
    const { kubelet, kubeProxy, containerRuntime } = node.settings;
    faults.addAll([
      ...commandFaults(node, kubelet?.unit, ['kubelet', 'unit'], 'kubelet.extraArgs'),
      ...commandFaults(node, kubeProxy?.unit, ['kubeProxy', 'unit'], 'kubeProxy.extraArgs'),
    ]);
    // A unit that comes with a package may be given another command by a drop-in.
    if (runtimeSource(node) === 'upstream')
      faults.addAll(
        commandFaults(node, containerRuntime?.unit, ['containerRuntime', 'unit'], 'containerRuntime'),
      );
  }
}

/** A second ExecStart= beside the one that is made would keep the unit from being loaded. */
function commandFaults(node: Node, patch: UnitPatch | undefined, path: Path, setting: string): Fault[] {
  return Object.hasOwn(patch?.Service ?? {}, 'ExecStart')
    ? [
        {
          code: 'unit-key-owned',
          message: 'ExecStart= follows from other settings',
          expected: setting,
          path: node.origin([...path, 'Service', 'ExecStart']),
          atKey: true,
        },
      ]
    : [];
}
