/** What a profile may say of the container runtime and of the programs that are placed on a node. */
import { z } from 'zod';
import { patch, unitPatch } from './kubelet.ts';
import * as w from './words.ts';

const registry = z.strictObject({
  mirrors: z
    .array(w.url)
    .optional()
    .describe('Addresses asked first, in this order; the hosts of hosts.toml. Default: none.'),
  server: w.url
    .optional()
    .describe('Where the registry itself is asked when no mirror answers. Default: https:// and its host.'),
  certificateAuthority: w.text
    .optional()
    .describe(
      'The PEM certificate that the mirrors’ certificates are signed by; ca.crt beside hosts.toml. Default: the machine’s own trust store.',
    ),
  skipVerify: z
    .boolean()
    .optional()
    .describe('true: the mirrors’ certificates are not checked. Default: false.'),
  overridePath: z
    .boolean()
    .optional()
    .describe('true: a mirror’s path is used as it stands, /v2 is not added. Default: false.'),
  credentials: z
    .strictObject({
      username: w.registryUser.describe(
        'The user name, sent to mirrors only. secrets new makes a password for it; put in the real one.',
      ),
    })
    .optional()
    .describe('Sends a user name and the password in secrets.yaml to the mirrors. Default: none.'),
});

export const containerRuntime = z.strictObject({
  type: z
    .enum(['containerd', 'docker'])
    .optional()
    .describe('The runtime. docker works up to Kubernetes 1.23. Default: containerd.'),
  source: z
    .enum(['upstream', 'package', 'system'])
    .optional()
    .describe(
      'upstream: the published binaries, runc with them; package: the distribution’s or a repository’s; system: part of the image. Default: upstream; package for docker.',
    ),
  version: w.version
    .optional()
    .describe(
      'Version of containerd. Default: what goes with Kubernetes 1.33 to 1.37; before that upstream needs it. With package it only tells which version to expect.',
    ),
  package: w.packageName
    .optional()
    .describe(
      'Name of the package with source: package. Default: containerd, or for docker the system’s own (docker.io on Debian and Ubuntu).',
    ),
  socket: w.path
    .optional()
    .describe(
      'containerd’s socket, also for the kubelet and crictl. Default: /run/containerd/containerd.sock. Without effect on docker.',
    ),
  configFile: w.path
    .optional()
    .describe(
      'Where the configuration lies. Default: /etc/containerd/config.toml; /etc/docker/daemon.json for docker. A package’s own unit reads its default place only.',
    ),
  configVersion: z
    .union([z.literal(1), z.literal(2), z.literal(3)])
    .optional()
    .describe(
      'Form of containerd’s configuration; 1 is the one without a version. Default: by release: 1 before 1.3, 2 before 2.0, 3 from 2.0 on; 2 when the release is not known.',
    ),
  config: patch
    .optional()
    .describe(
      'A merge patch for containerd’s configuration in the form that is written, or for docker’s daemon.json; checked against the fields of that version. Default: none.',
    ),
  snapshotter: w.name.optional().describe('containerd’s snapshotter. Default: overlayfs.'),
  sandboxImage: w.image
    .optional()
    .describe(
      'Image of the pause container, for containerd only. Default: the one that goes with this Kubernetes release where nodeseed knows it, else containerd’s own.',
    ),
  registries: z
    .record(w.registryHost, registry)
    .optional()
    .describe(
      'By host as in an image’s name, or _default: mirrors and credentials, for containerd only. Becomes /etc/containerd/certs.d/HOST/hosts.toml. Default: none.',
    ),
  unit: unitPatch
    .optional()
    .describe(
      'Changes to containerd.service; for a runtime that nodeseed did not place, and for docker.service, a drop-in. Default: containerd’s published unit.',
    ),
});

const program = z.strictObject({
  version: w.version
    .optional()
    .describe(
      'Version, with or without the v. Default: what goes with Kubernetes 1.33 to 1.37. Before that runc (with containerd from upstream) and the CNI plugins need it, and crictl is left out.',
    ),
  directory: w.programDirectory
    .optional()
    .describe(
      'Folder it is placed in. Default: binaries.directory; for the CNI plugins the system’s folder for them.',
    ),
  digest: w.digest
    .optional()
    .describe(
      'Digest of the published file for a version that is not in nodeseed’s catalogue. Each architecture has its own: give it in the pool. Default: the catalogue’s.',
    ),
});

/** Its version is kubernetesVersion. */
const ofRelease = program.omit({ version: true });

export const binaries = z.strictObject({
  directory: w.programDirectory
    .optional()
    .describe('Folder for programs. Default: the system’s, /usr/local/bin or /opt/bin.'),
  mirrors: z
    .array(
      z.strictObject({
        prefix: w.url.describe(
          'Addresses of upstream that begin like this, such as https://dl.k8s.io/, have a mirror.',
        ),
        replacement: w.url.describe('What stands in place of the prefix there.'),
      }),
    )
    .optional()
    .describe(
      'Other sources of the same files, tried in this order before upstream; the digest stays the same. Default: none.',
    ),
  upstream: z.boolean().optional().describe('false: only mirrors are asked. Default: true.'),
  kubelet: program
    .omit({ version: true })
    .optional()
    .describe('The kubelet; its version is kubernetesVersion.'),
  kubeProxy: program
    .omit({ version: true })
    .optional()
    .describe('kube-proxy, with kubeProxy.run: unit; its version is kubernetesVersion.'),
  kubeApiserver: ofRelease.optional().describe('kube-apiserver, where it runs as a unit.'),
  kubeControllerManager: ofRelease.optional().describe('kube-controller-manager, where it runs as a unit.'),
  kubeScheduler: ofRelease.optional().describe('kube-scheduler, where it runs as a unit.'),
  kubectl: ofRelease.optional().describe('kubectl on control-plane nodes, for nodeseed-apply.'),
  etcd: program
    .omit({ version: true })
    .optional()
    .describe('etcd and etcdctl; their version is controlPlane.etcd.version.'),
  containerd: program
    .omit({ version: true })
    .optional()
    .describe('containerd with source: upstream; its version is containerRuntime.version.'),
  runc: program.optional().describe('runc, with containerd from upstream.'),
  cniPlugins: program
    .optional()
    .describe(
      'The reference CNI plugins; placed on every node, whatever podNetwork.type is. containerd is told their folder in configuration forms 2 and 3.',
    ),
  crictl: program.optional().describe('crictl, with /etc/crictl.yaml where the runtime is containerd.'),
});

export const podNetwork = z.strictObject({
  type: z
    .enum(['bridge', 'loopback', 'none'])
    .optional()
    .describe(
      'bridge: a bridge with addresses from the node’s podCIDRs; loopback: a file for lo alone; none: no file, for a network add-on that brings its own. Default: bridge; none with networking.manifests.',
    ),
  cniVersion: w.cniVersion.optional().describe('cniVersion in those files. Default: 1.0.0.'),
  bridge: w.interfaceName.optional().describe('Name of the bridge. Default: cni0.'),
  ipMasq: z
    .boolean()
    .optional()
    .describe(
      'Hides pod addresses behind the node’s: true, from everything outside of the node’s own pod network; false, nowhere. Default: true; where there are routes between the nodes, from everything outside of the pod subnet.',
    ),
  routes: z
    .boolean()
    .optional()
    .describe(
      'bridge only: routes to the pod networks of the other nodes, which must share a network with this one. Default: false; true where the control plane is built here.',
    ),
  list: z
    .boolean()
    .optional()
    .describe(
      'true: a .conflist with the plugin portmap and hairpin mode; false: a single .conf, and a file for lo. Default: true.',
    ),
  bridgeFile: w.path
    .optional()
    .describe(
      'Where the bridge’s file lies. Default: /etc/cni/net.d/10-bridge.conflist, or .conf without a list.',
    ),
  loopbackFile: w.path
    .optional()
    .describe('Where the file for lo lies. Default: /etc/cni/net.d/99-loopback.conf.'),
});
