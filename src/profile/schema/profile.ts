/** The shape of a cluster profile. Relations between its parts are checked in `cluster/`. */
import { z } from 'zod';
import { systemNames } from '../../upstream/systems.ts';
import { host } from './host.ts';
import { type extraArgs, kubelet, kubeProxy } from './kubelet.ts';
import { binaries, containerRuntime, podNetwork } from './runtime.ts';
import * as w from './words.ts';

/** What the cluster says for all, a pool for its nodes, and a node for itself; the innermost wins. */
const settings = {
  labels: w.labels.optional(),
  taints: z.array(w.taint).optional(),
  cgroupDriver: z.enum(['systemd', 'cgroupfs']).optional(),
  containerRuntime: containerRuntime.optional(),
  binaries: binaries.optional(),
  podNetwork: podNetwork.optional(),
  kubelet: kubelet.optional(),
  kubeProxy: kubeProxy.optional(),
  host: host.optional(),
};

const network = z.strictObject({
  interface: w.interfaceName.optional(),
  gateways: z.array(w.address).optional(),
  nameservers: z.array(w.address).optional(),
  searchDomains: z.array(w.dnsName).optional(),
  mtu: z.number().int().min(576).max(9216).optional(),
});

const node = z.strictObject({
  name: w.dnsName,
  address: w.interfaceAddress.optional(),
  addresses: z.array(w.interfaceAddress).min(1).optional(),
  mac: w.mac.optional(),
  podCIDRs: z.array(w.cidr).min(1).optional(),
  ...settings,
});

const nodeRange = z.strictObject({
  names: w.line.describe('Such as worker-[001-020].'),
  addresses: z
    .union([w.line, z.array(w.line).min(1)])
    .describe('Such as 10.0.2.[11-30]/24; one per address family.'),
  macs: w.line.optional().describe('Such as 52:54:00:00:02:[0b-1e].'),
  podCIDRs: z
    .array(w.line)
    .min(1)
    .optional()
    .describe('Such as 10.244.[11-30].0/24; by default given out in order.'),
  overrides: z.record(w.dnsName, node.omit({ name: true }).partial()).optional(),
});

const pool = z.strictObject({
  name: w.dnsLabel,
  role: z.enum(['worker', 'control-plane']),
  os: z.enum(systemNames),
  arch: z.enum(['amd64', 'arm64']).optional(),
  ignitionVersion: z.enum(['3.3.0', '3.4.0', '3.5.0', '3.6.0']).optional(),
  network: network.optional(),
  nodes: z.union([z.array(node).min(1), nodeRange]),
  ...settings,
});

const keyAlgorithm = z.enum(['ECDSA-P256', 'ECDSA-P384', 'RSA-2048', 'RSA-3072', 'RSA-4096']);

const subject = z.strictObject({
  country: w.country.optional(),
  state: w.distinguished(128).optional(),
  locality: w.distinguished(128).optional(),
  organizationalUnits: z.array(w.distinguished(64)).optional(),
});

const authority = z.strictObject({
  commonName: w.distinguished(64).optional(),
  file: w.path.optional(),
  intermediates: z
    .array(w.dnsLabel)
    .optional()
    .describe('Further authorities that this one has signed; trusted along with it.'),
});

const pki = z.strictObject({
  keyAlgorithm: keyAlgorithm.optional(),
  certificateValidityPeriod: w.duration.optional(),
  caCertificateValidityPeriod: w.duration.optional(),
  subject: subject.optional().describe('Further parts of the names of the nodes’ certificates.'),
  authorities: z
    .strictObject({
      cluster: authority.optional(),
      kubelet: authority
        .optional()
        .describe(
          'Given: a separate authority for kubelets’ serving certificates and for the API server’s client certificate towards them.',
        ),
    })
    .optional(),
  apiServerKubeletClient: z
    .strictObject({
      commonName: w.distinguished(64),
      organizations: z.array(w.distinguished(64)).optional(),
    })
    .optional()
    .describe(
      'Makes the API server’s client certificate towards kubelets, for a control plane that is somewhere else.',
    ),
});

const manifests = z.strictObject({
  kubeletAdmin: z
    .strictObject({ bindingName: w.objectName, user: w.name })
    .optional()
    .describe(
      'A ClusterRoleBinding that lets this user (the API server’s towards kubelets) read logs and execute in pods.',
    ),
});

export const profileSchema = z
  .strictObject({
    apiVersion: z.literal('nodeseed/v1alpha1'),
    kind: z.literal('ClusterProfile'),
    clusterName: w.name,
    kubernetesVersion: w.version,
    controlPlane: z.literal('external').optional(),
    controlPlaneEndpoint: w.endpoint,
    networking: z
      .strictObject({
        podSubnet: w.line.optional(),
        serviceSubnet: w.line.optional(),
        dnsDomain: w.dnsName.optional(),
        clusterDNS: z.array(w.address).min(1).optional(),
        podCIDRPrefixes: z
          .strictObject({
            ipv4: z.number().int().min(1).max(32).optional(),
            ipv6: z.number().int().min(1).max(128).optional(),
          })
          .optional(),
      })
      .optional(),
    pki: pki.optional(),
    manifests: manifests.optional(),
    pools: z.array(pool).min(1),
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
/** The part that cluster, pools and nodes have in common. */
export type Settings = Pick<Profile, keyof typeof settings>;
export const settingKeys = Object.keys(settings) as (keyof Settings)[];

/** Of everything that is signed or signs. */
export function keyAlgorithmOf(profile: Profile): z.infer<typeof keyAlgorithm> {
  return profile.pki?.keyAlgorithm ?? 'ECDSA-P256';
}
