/** The shape of a cluster profile. Relations between its parts are checked in `cluster/`. */
import { z } from 'zod';
import { systemNames } from '../../upstream/systems.ts';
import { addons, controlPlane, manifestList } from './control-plane.ts';
import { delivery, images, platform } from './delivery.ts';
import { host } from './host.ts';
import { type extraArgs, kubelet, kubeProxy } from './kubelet.ts';
import { media, pxe } from './media.ts';
import { type keyAlgorithm, pki } from './pki.ts';
import { binaries, containerRuntime, podNetwork } from './runtime.ts';
import * as w from './words.ts';

/** What the cluster says for all, a pool for its nodes, and a node for itself; the innermost wins. */
const settings = {
  labels: w.labels
    .optional()
    .describe(
      'Labels of the node, given to its kubelet as --node-labels; the API server takes them when the node first registers. Default: none.',
    ),
  taints: z
    .array(w.taint)
    .optional()
    .describe(
      'Taints the kubelet registers its node with. Lists of cluster, pool and node add up. Default: none.',
    ),
  cgroupDriver: z
    .enum(['systemd', 'cgroupfs'])
    .optional()
    .describe(
      'Who manages cgroups, said to the kubelet and to the container runtime alike. Default: systemd.',
    ),
  containerRuntime: containerRuntime.optional().describe('The container runtime of the nodes.'),
  binaries: binaries
    .optional()
    .describe('The programs that first boot downloads: where from, which versions, where to.'),
  podNetwork: podNetwork.optional().describe('The CNI configuration in /etc/cni/net.d.'),
  kubelet: kubelet.optional().describe('The kubelet: configuration, flags, unit, certificates, kubeconfig.'),
  kubeProxy: kubeProxy.optional().describe('kube-proxy: a unit of the node, or a DaemonSet.'),
  platform: platform
    .optional()
    .describe(
      'Where the machines are started: decides how large their user-data may be and in which form. See the table of platforms. Default: none, which has no limit.',
    ),
  delivery: delivery.optional().describe('How the machines get what was built for them.'),
  images: images
    .optional()
    .describe(
      'Container images that travel with delivery.mode: embed and are imported into containerd before the kubelet starts; nodes without a kubelet leave them out. Lists of cluster, pool and node add up. Default: none.',
    ),
  host: host
    .optional()
    .describe('The machine itself: packages, accounts, files, units, kernel, time, network proxy.'),
  media: media
    .optional()
    .describe(
      'What is made besides the files of a first boot. iso, vfat: a NoCloud volume as seed.iso, seed.img. pxe: what boots the machine over the network, in pxe/. Default: none.',
    ),
  pxe: pxe.optional().describe('Boot over the network, where media has pxe.'),
};

const network = z.strictObject({
  interface: w.interfaceName
    .optional()
    .describe(
      'Name of the network card; a node’s card that is known by its mac is renamed to it. Default: a card that is known by its mac keeps its name. Without both, no network configuration is written and the image’s own holds.',
    ),
  gateways: z
    .array(w.address)
    .optional()
    .describe(
      'Default gateways, one per address family, each inside a network of every node of the pool (or IPv6 link-local). Default: none.',
    ),
  nameservers: z.array(w.address).optional().describe('DNS servers of the card. Default: none.'),
  searchDomains: z.array(w.dnsName).optional().describe('DNS search domains of the card. Default: none.'),
  mtu: z
    .number()
    .int()
    .min(576)
    .max(9216)
    .optional()
    .describe('Largest packet of the card in bytes. Default: the card’s own.'),
});

const node = z.strictObject({
  name: w.dnsName.describe(
    'Host name of the machine and name of the Kubernetes node; at most 64 characters. One name is one set of keys: renaming makes new ones.',
  ),
  address: w.interfaceAddress
    .optional()
    .describe('The node’s address with prefix length. Either this or addresses.'),
  addresses: z
    .array(w.interfaceAddress)
    .min(1)
    .optional()
    .describe(
      'The node’s addresses with prefix lengths, the main one first; one of each family the pod subnet has. Either this or address.',
    ),
  mac: w.mac
    .optional()
    .describe(
      'MAC address by which first boot knows the card to configure. Default: none, the card is known by network.interface.',
    ),
  podCIDRs: z
    .array(w.cidr)
    .min(1)
    .optional()
    .describe(
      'The node’s part of the pod subnet, one network per family. Default: the next one in the order of all nodes of the profile, of the size in networking.podCIDRPrefixes.',
    ),
  etcd: z
    .strictObject({
      join: z
        .enum(['new', 'existing'])
        .describe(
          'new: it is one of those who found the cluster of etcd. existing: it joins one that runs already, as a learner first; etcdctl adds and promotes it at first boot. Default: new.',
        ),
    })
    .optional()
    .describe('How the node becomes a member of etcd. Default: new.'),
  ...settings,
});

const nodeRange = z.strictObject({
  names: w.line.describe('Names of the nodes, such as worker-[001-020]. Leading zeros are kept.'),
  addresses: z
    .union([w.line, z.array(w.line).min(1)])
    .describe(
      'Addresses with prefix lengths, such as 10.0.2.[11-30]/24; as many as names. A list has one range per address family.',
    ),
  macs: w.line
    .optional()
    .describe('MAC addresses, such as 52:54:00:00:02:[0b-1e]; counted in hexadecimal. Default: none.'),
  podCIDRs: z
    .array(w.line)
    .min(1)
    .optional()
    .describe(
      'The nodes’ parts of the pod subnet, such as 10.244.[11-30].0/24; one range per family. Default: as for a single node.',
    ),
  overrides: z
    .record(w.dnsName, node.omit({ name: true }).partial())
    .optional()
    .describe(
      'By node name: what one node of the range has differently, any setting of a single node but its name.',
    ),
});

const pool = z.strictObject({
  name: w.dnsLabel.describe('Name of the pool, once in a profile.'),
  role: z
    .enum(['worker', 'control-plane', 'etcd'])
    .describe(
      'worker: joins the control plane. control-plane: serves the API, and has a member of etcd unless a pool has the role etcd. etcd: a member of etcd alone, without kubelet and container runtime. The last two are errors while controlPlane is external.',
    ),
  os: z
    .enum(systemNames)
    .describe(
      'Operating system of the machines; decides the boot format, package manager and places. See the table of operating systems.',
    ),
  arch: z
    .enum(['amd64', 'arm64'])
    .optional()
    .describe('Processor architecture of the downloads. Default: amd64.'),
  ignitionVersion: z
    .enum(['3.3.0', '3.4.0', '3.5.0', '3.6.0'])
    .optional()
    .describe(
      'Specification version of the Ignition configuration; at most what the system reads. Default: 3.4.0. Without effect on systems that boot by cloud-init.',
    ),
  network: network.optional().describe('The network card of the pool’s nodes.'),
  nodes: z
    .union([z.array(node).min(1), nodeRange, z.literal('dynamic')])
    .describe(
      'The nodes: a list of single nodes, one mapping of ranges, or dynamic: one configuration in pools/ for any number of machines that come and go, workers only.',
    ),
  ...settings,
});

const manifests = z.strictObject({
  own: manifestList
    .optional()
    .describe(
      'Manifests of your own, applied last and in this order; an error while controlPlane is external. Default: none.',
    ),
  kubeletAdmin: z
    .strictObject({
      bindingName: w.objectName.describe('Name of the ClusterRoleBinding.'),
      user: w.name.describe(
        'The user: the commonName of the API server’s client certificate towards kubelets.',
      ),
    })
    .optional()
    .describe(
      'A ClusterRoleBinding in manifests/ that gives a user the role system:kubelet-api-admin (logs, exec). Default: not made.',
    ),
});

export const profileSchema = z
  .strictObject({
    apiVersion: z.literal('nodeseed/v1alpha1').describe('The form of this file.'),
    kind: z.literal('ClusterProfile').describe('The kind of this file.'),
    clusterName: w.name.describe('Name of the cluster; stands in the kubeconfigs.'),
    kubernetesVersion: w.version.describe(
      'Version of everything of Kubernetes’ own, from 1.10 to 1.37, with or without the v; a control plane is built from 1.19 on.',
    ),
    controlPlane: z
      .union([z.literal('external'), controlPlane])
      .optional()
      .describe(
        'external: the control plane exists already, and the nodes join it. A mapping: how this cluster runs its own. Default: external.',
      ),
    addons: addons
      .optional()
      .describe('What is applied to the API besides kube-proxy, where the control plane is built here.'),
    controlPlaneEndpoint: w.endpoint.describe(
      'HOST:PORT of the API server, an IPv6 address in brackets. The kubeconfigs’ server is https:// and this, unless controlPlane.endpoint gives nodes a nearer one. API servers that are built here listen on 6443.',
    ),
    networking: z
      .strictObject({
        podSubnet: w.line
          .optional()
          .describe('Network of all pods, or one of each family joined by a comma. Default: 10.244.0.0/16.'),
        serviceSubnet: w.line
          .optional()
          .describe(
            'Network of all services, or one of each family joined by a comma; prefix of at least 12 (IPv4) or 108 (IPv6). Default: 10.96.0.0/12.',
          ),
        dnsDomain: w.dnsName
          .optional()
          .describe('DNS domain of the cluster, the kubelet’s clusterDomain. Default: cluster.local.'),
        clusterDNS: z
          .array(w.address)
          .min(1)
          .optional()
          .describe(
            'Addresses of the DNS service, the kubelet’s clusterDNS. Default: the tenth address of the first service subnet.',
          ),
        podCIDRPrefixes: z
          .strictObject({
            ipv4: z.number().int().min(1).max(32).optional().describe('In bits. Default: 24.'),
            ipv6: z.number().int().min(1).max(128).optional().describe('In bits. Default: 64.'),
          })
          .optional()
          .describe('Prefix lengths of a single node’s part of the pod subnet.'),
        manifests: manifestList
          .min(1)
          .optional()
          .describe(
            'A network add-on (flannel, Cilium, Calico), applied after kube-proxy and before manifests.own; an error while controlPlane is external. podNetwork.type is then none unless said otherwise, and the controller manager gives nodes their parts of the pod subnet. Default: none.',
          ),
      })
      .optional()
      .describe('The address plan of the cluster.'),
    pki: pki.optional().describe('Certificates and authorities.'),
    manifests: manifests
      .optional()
      .describe(
        'Objects for the API, written to manifests/. You apply them to an external control plane; one that is built here applies them itself.',
      ),
    pools: z.array(pool).min(1).describe('Groups of nodes with one role, operating system and architecture.'),
    ...settings,
  })
  .describe('A nodeseed cluster profile');

export type Profile = z.infer<typeof profileSchema>;
export type Pool = z.infer<typeof pool>;
export type NodeEntry = z.infer<typeof node>;
export type NodeRange = z.infer<typeof nodeRange>;
export type CertificateSettings = Exclude<
  NonNullable<NonNullable<Profile['kubelet']>['servingCertificate']>,
  string
>;
export type KubeconfigSettings = NonNullable<NonNullable<Profile['kubelet']>['kubeconfig']>;
export type UnitPatch = NonNullable<NonNullable<Profile['kubelet']>['unit']>;
export type Patch = NonNullable<NonNullable<Profile['kubelet']>['config']>;
export type ExtraArgs = z.infer<typeof extraArgs>;
export type ManifestList = z.infer<typeof manifestList>;
/** The part that cluster, pools and nodes have in common. */
export type Settings = Pick<Profile, keyof typeof settings>;
export const settingKeys = Object.keys(settings) as (keyof Settings)[];

/** Of everything that is signed or signs. */
export function keyAlgorithmOf(profile: Profile): z.infer<typeof keyAlgorithm> {
  return profile.pki?.keyAlgorithm ?? 'ECDSA-P256';
}
