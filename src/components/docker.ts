/** docker as a container runtime, for kubelets that can use it. It comes as a package. */
import type { Cluster, Node } from '../cluster/cluster.ts';
import { runtimeType } from '../cluster/runtime.ts';
import type { Origin } from '../model/machine.ts';
import { toJson } from '../shared/emit.ts';
import { mergePatch } from '../shared/merge-patch.ts';
import type { DockerDaemonConfig } from '../upstream/docker/daemon.ts';
import type { JsonObject } from '../upstream/schema.ts';
import type { Contribution } from './contribution.ts';
import { dropInText, textFile } from './parts.ts';

export function docker(_cluster: Cluster, node: Node): Contribution {
  if (runtimeType(node) !== 'docker') return {};
  const { settings, layout, system } = node;
  const origin: Origin = { component: 'docker', path: node.origin(['containerRuntime']) };
  const own: DockerDaemonConfig = {
    'exec-opts': [`native.cgroupdriver=${settings.cgroupDriver ?? 'systemd'}`],
  };
  const configuration = mergePatch(own as JsonObject, settings.containerRuntime?.config ?? {});
  const patch = settings.containerRuntime?.unit;
  const name = settings.containerRuntime?.package ?? system.dockerPackage;
  return {
    files: [textFile(layout.runtimeConfig, toJson(configuration), origin)],
    modules: ['overlay', 'br_netfilter'],
    install: name === undefined ? [] : [name],
    units: [
      {
        name: 'docker.service',
        state: 'enabled',
        dropIns: patch ? [{ name: '30-profile.conf', text: dropInText(patch), origin }] : [],
        origin,
      },
    ],
  };
}
