/** The node's pod network: what the container runtime asks the CNI plugins for. */
import type { Cluster, Node } from '../cluster/cluster.ts';
import { routesPods } from '../cluster/pod-routes.ts';
import type { File, Origin } from '../model/machine.ts';
import { toJson } from '../shared/emit.ts';
import { nodeSysctls } from '../upstream/sysctls.ts';
import type { Contribution } from './contribution.ts';
import { directory, textFile } from './parts.ts';

export function cni(cluster: Cluster, node: Node): Contribution {
  const origin: Origin = { component: 'cni', path: node.origin(['podNetwork']) };
  const type = node.settings.podNetwork?.type ?? 'bridge';
  const sysctls = nodeSysctls(cluster.podSubnets.map((subnet) => subnet.family));
  return {
    files: [
      ...(type === 'bridge' ? [bridgeFile(cluster, node, origin)] : []),
      ...(type === 'none' ? [] : loopbackFile(node, origin)),
    ],
    directories: [
      directory(node.layout.cniConfiguration, origin),
      directory(node.layout.cniBinaries, origin),
    ],
    sysctls: Object.entries(sysctls).map(([key, { value }]) => ({ key, value, origin })),
  };
}

/** CNI specification: https://www.cni.dev/docs/spec/; the plugins' own keys: https://www.cni.dev/plugins/current/. */
interface BridgePlugin {
  readonly type: 'bridge';
  readonly bridge: string;
  readonly isGateway: boolean;
  readonly ipMasq: boolean;
  readonly hairpinMode?: boolean;
  readonly ipam: {
    readonly type: 'host-local';
    readonly ranges: readonly (readonly { readonly subnet: string }[])[];
    readonly routes: readonly { readonly dst: string }[];
  };
}

const everywhere = { 4: '0.0.0.0/0', 6: '::/0' } as const;

function bridgeFile(cluster: Cluster, node: Node, origin: Origin): File {
  const settings = node.settings.podNetwork;
  const plugin: BridgePlugin = {
    type: 'bridge',
    bridge: settings?.bridge ?? 'cni0',
    isGateway: true,
    // The plugin would hide pods from other nodes' pods too; with routes between them a rule of the machine's does it better.
    ipMasq: settings?.ipMasq ?? !routesPods(cluster, node),
    ...((settings?.list ?? true) && { hairpinMode: true }),
    ipam: {
      type: 'host-local',
      ranges: node.podCIDRs.map((subnet) => [{ subnet }]),
      routes: node.podCIDRs.map((subnet) => ({ dst: everywhere[subnet.includes(':') ? 6 : 4] })),
    },
  };
  const head = { cniVersion: cniVersion(node), name: 'bridge' };
  const portmap = { type: 'portmap', capabilities: { portMappings: true } };
  const content = (settings?.list ?? true) ? { ...head, plugins: [plugin, portmap] } : { ...head, ...plugin };
  return textFile(node.layout.bridgeFile, toJson(content), origin);
}

/** The container runtime needs none since containerd 1.4 and dockershim's end: it is written where lists are not, or alone. */
function loopbackFile(node: Node, origin: Origin): File[] {
  const settings = node.settings.podNetwork;
  if ((settings?.type ?? 'bridge') === 'bridge' && (settings?.list ?? true)) return [];
  const content = { cniVersion: cniVersion(node), name: 'lo', type: 'loopback' };
  return [textFile(node.layout.loopbackFile, toJson(content), origin)];
}

function cniVersion(node: Node): string {
  return node.settings.podNetwork?.cniVersion ?? '1.0.0';
}
