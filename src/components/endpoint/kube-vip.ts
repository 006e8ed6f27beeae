/** kube-vip: a virtual address that one of the control-plane nodes has, by ARP, elected through a lease. Its settings: https://kube-vip.io/docs/installation/flags/. */
import type { Cluster, Node } from '../../cluster/cluster.ts';
import { apiServerPort, endpointHost } from '../../cluster/control-plane.ts';
import { controlPlanePaths as paths } from '../../cluster/paths.ts';
import type { NodeCredentials } from '../../credentials/node.ts';
import { parseAddress } from '../../shared/address.ts';
import { hasSuperAdmin } from '../../upstream/kubeadm.ts';
import { readsAnnotations } from '../pod-reads.ts';
import { type EnvVar, type HostPod, hostPodYaml } from './pod.ts';

interface Settings {
  readonly interface: string;
  readonly image: string;
}

export function kubeVipPod(
  cluster: Cluster,
  node: Node,
  credentials: NodeCredentials,
  settings: Settings,
): string {
  const file = kubeconfigOf(cluster, node);
  const pod: HostPod = {
    name: 'kube-vip',
    image: settings.image,
    args: ['manager'],
    env: environment(endpointHost(cluster), settings.interface),
    capabilities: ['NET_ADMIN', 'NET_RAW'],
    // It asks the API server of its own machine, whose certificate is for this name too.
    hostAliases: [{ ip: '127.0.0.1', hostnames: ['kubernetes'] }],
    mounts: [{ name: 'kubeconfig', file, as: '/etc/kubernetes/admin.conf' }],
    annotations: readsAnnotations(credentials.controlPlane.filter(({ path }) => path === file)),
  };
  return hostPodYaml(pod);
}

/** Where admin.conf has its rights by a binding, nobody has made that before the first API server runs. */
function kubeconfigOf(cluster: Cluster, node: Node): string {
  const isFirst = cluster.controlPlane?.nodes[0]?.name === node.name;
  return isFirst && hasSuperAdmin(cluster.version.release) ? paths.superAdminConf : paths.adminConf;
}

function environment(address: string, card: string): EnvVar[] {
  const values = {
    vip_arp: 'true',
    port: String(apiServerPort),
    vip_interface: card,
    // The address alone: the machine's own has the network.
    vip_subnet: parseAddress(address)?.family === 6 ? '128' : '32',
    cp_enable: 'true',
    cp_namespace: 'kube-system',
    vip_leaderelection: 'true',
    vip_leasename: 'plndr-cp-lock',
    vip_leaseduration: '15',
    vip_renewdeadline: '10',
    vip_retryperiod: '2',
    address,
  };
  return [
    ...Object.entries(values).map(([name, value]) => ({ name, value })),
    { name: 'vip_nodename', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
  ];
}
