/** What a profile may say of the kubelet and of kube-proxy. */
import { z } from 'zod';
import * as w from './words.ts';

/** A patch by RFC 7386: mappings merge, `null` removes, all else replaces. Checked against the component's own schema later. */
export const patch = z.record(z.string(), z.json());

/** Sections of a systemd unit: `Service: { Restart: always }`. A list writes the key once per item, `null` leaves it out. */
export const unitPatch = z.partialRecord(
  z.enum(['Unit', 'Service', 'Install']),
  z.record(w.unitKey, z.union([w.unitValue, z.array(w.unitValue), z.null()])),
);

/** Flags by name without the dashes; `null` leaves out one that nodeseed would give. */
export const extraArgs = z.record(w.line, z.union([w.line, z.null()]));

const certificate = z.strictObject({
  commonName: w
    .distinguished(64)
    .optional()
    .describe(
      'CN. Default: system:node:NAME for the kubelet’s two certificates, system:kube-proxy for kube-proxy’s.',
    ),
  organizations: z
    .array(w.distinguished(64))
    .optional()
    .describe('O, the groups of a client. Default: system:nodes; system:node-proxier for kube-proxy.'),
  sans: z
    .array(w.san)
    .optional()
    .describe(
      'Subject alternative names; $(NODE_NAME) and $(NODE_IP) stand for the node’s name and all its addresses. Replaces the default: both for a certificate that serves, none for a client’s.',
    ),
  certificateFile: w.path
    .optional()
    .describe(
      'Where the certificate lies on the node. Default: kubelet-client.crt (client) and kubelet.crt (serving) in /var/lib/kubelet/pki, /var/lib/kube-proxy/pki/kube-proxy.crt.',
    ),
  keyFile: w.path
    .optional()
    .describe('Where its key lies, mode 0600. Default: beside the certificate’s default place, with .key.'),
});

export const kubeconfig = z.strictObject({
  path: w.path
    .optional()
    .describe(
      'Where it lies, mode 0600. Default: /etc/kubernetes/kubelet.conf, /etc/kubernetes/bootstrap-kubelet.conf, /var/lib/kube-proxy/kubeconfig.conf.',
    ),
  server: w.url
    .optional()
    .describe(
      'Address of the API server. Default: https:// and controlPlaneEndpoint; with kube-vip or local-proxy a control-plane node’s own API server, and with local-proxy the proxy on other nodes.',
    ),
  clusterName: w.name.optional().describe('Name of the cluster entry. Default: the profile’s clusterName.'),
  userName: w.name
    .optional()
    .describe(
      'Name of the user entry; no part of the identity. Default: system:node:NAME, kubelet-bootstrap, system:kube-proxy.',
    ),
  contextName: w.name.optional().describe('Name of the context. Default: USER@CLUSTER.'),
  certificateAuthority: z
    .enum(['embedded', 'file', 'none'])
    .optional()
    .describe(
      'embedded: the trust bundle is in the file; file: the file names its path; none: left out. Default: embedded.',
    ),
  credentials: z
    .enum(['embedded', 'files'])
    .optional()
    .describe(
      'embedded: certificate and key are in the file; files: the file names their paths. A bootstrap kubeconfig always holds its token. Default: embedded.',
    ),
  user: patch
    .optional()
    .describe('A merge patch for the user entry, for fields that nodeseed does not write. Default: none.'),
});

export const kubelet = z.strictObject({
  settings: z
    .enum(['file', 'flags'])
    .optional()
    .describe(
      'file: settings go to the configuration file, and to flags only where this release has no field. flags: whatever has a flag becomes one, and a patch of a field without one is an error. Default: file.',
    ),
  configFile: w.path
    .optional()
    .describe(
      'Where KubeletConfiguration lies. Default: /var/lib/kubelet/config.yaml. Not written, nor named by --config, when nothing is in it.',
    ),
  certificateDirectory: w.path
    .optional()
    .describe(
      '--cert-dir: where the kubelet keeps certificates that it gets itself. Default: not given, which is /var/lib/kubelet/pki.',
    ),
  hostnameOverride: z
    .boolean()
    .optional()
    .describe('Gives --hostname-override with the node’s name. Default: true; false in a dynamic pool.'),
  nodeIP: z
    .boolean()
    .optional()
    .describe(
      'Gives --node-ip with the node’s first address of each family. Default: true; false in a dynamic pool.',
    ),
  config: patch
    .optional()
    .describe(
      'A merge patch for KubeletConfiguration, checked against the fields of this release. Default: none.',
    ),
  extraArgs: extraArgs
    .optional()
    .describe(
      'Further flags, checked against those of this release; flags that follow from other settings are refused. Default: none.',
    ),
  unit: unitPatch
    .optional()
    .describe(
      'Changes to kubelet.service. Default: Restart=always, RestartSec=5, after and requiring the container runtime.',
    ),
  kubeconfig: kubeconfig
    .optional()
    .describe('With it the kubelet joins. With a bootstrap the kubelet writes it itself, at this path.'),
  bootstrapKubeconfig: kubeconfig
    .optional()
    .describe('Written only with clientCertificate: bootstrap; holds the newest token of secrets.yaml.'),
  clientCertificate: z
    .union([
      z.literal('bootstrap'),
      certificate.extend({
        usages: z
          .array(z.enum(['client', 'server']))
          .min(1)
          .optional()
          .describe(
            'Extended key usages. With server it can be the serving certificate too. Default: client alone.',
          ),
      }),
    ])
    .optional()
    .describe(
      'The kubelet’s certificate towards the API server. Default: ready-made, inside the kubeconfig; bootstrap in a dynamic pool. bootstrap: the kubelet asks for one with a bootstrap token and rotates it. A mapping changes the ready-made one.',
    ),
  servingCertificate: z
    .union([z.enum(['client', 'self-signed']), certificate])
    .optional()
    .describe(
      'What the kubelet shows on port 10250. Default: ready-made; self-signed in a dynamic pool. client: the client certificate, which then needs the usage server. self-signed: the kubelet makes its own. A mapping changes the ready-made one.',
    ),
});

export const kubeProxy = z.strictObject({
  run: z
    .enum(['unit', 'daemonset', 'none'])
    .optional()
    .describe(
      'unit: kube-proxy.service on the node, with its own client certificate. daemonset: a pod on every node whose kube-proxy is no unit and not none, with the cluster’s settings alone, applied by the control plane that is built here. none: kube-proxy comes from elsewhere. Default: none; daemonset where the control plane is built here.',
    ),
  mode: z
    .enum(['iptables', 'ipvs', 'nftables'])
    .optional()
    .describe(
      'How services are forwarded; loads the kernel modules that go with it. nftables needs 1.29. Default: iptables.',
    ),
  image: w.image
    .optional()
    .describe(
      'The image of the DaemonSet, such as NAME:TAG@sha256:DIGEST. Default: controlPlane.imageRepository, kube-proxy and the version.',
    ),
  configFile: w.path
    .optional()
    .describe('Where KubeProxyConfiguration lies. Default: /var/lib/kube-proxy/config.conf.'),
  config: patch
    .optional()
    .describe(
      'A merge patch for KubeProxyConfiguration, checked against the fields of this release. Default: none.',
    ),
  extraArgs: extraArgs
    .optional()
    .describe('Further flags, checked against those of this release; --config is refused. Default: none.'),
  hostnameOverride: z
    .boolean()
    .optional()
    .describe(
      'Gives the unit the field hostnameOverride with the node’s name. Default: true; false in a dynamic pool.',
    ),
  unit: unitPatch
    .optional()
    .describe(
      'Changes to kube-proxy.service. Default: Restart=always, RestartSec=5, after network-online.target.',
    ),
  kubeconfig: kubeconfig.optional().describe('With it kube-proxy asks the API server.'),
  certificate: certificate
    .optional()
    .describe('kube-proxy’s client certificate; a file of its own only with kubeconfig.credentials: files.'),
});
