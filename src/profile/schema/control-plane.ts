/** What a profile may say of a control plane that nodeseed builds. */
import { z } from 'zod';
import { extraArgs, patch, unitPatch } from './kubelet.ts';
import * as w from './words.ts';

const component = z.strictObject({
  image: w.image
    .optional()
    .describe(
      'Its image where it is a pod, such as NAME:TAG@sha256:DIGEST. Default: imageRepository, its name and the version.',
    ),
  extraArgs: extraArgs
    .optional()
    .describe('Further flags; they take the place of nodeseed’s own. Default: none.'),
  unit: unitPatch
    .optional()
    .describe(
      'Changes to its unit; without effect where it is a pod. Default: Restart=always, RestartSec=5.',
    ),
});

const etcd = component.extend({
  version: w.version
    .optional()
    .describe(
      'Version of the binary where etcd is a unit, tag of the image where it is a pod. Default: what goes with Kubernetes 1.19 to 1.21 and 1.33 to 1.37, and for the image what kubeadm of that release pulls; other releases need it.',
    ),
  dataDirectory: w.path.optional().describe('Where its data lies, mode 0700. Default: /var/lib/etcd.'),
});

const endpoint = z.discriminatedUnion('type', [
  z
    .strictObject({
      type: z
        .literal('external')
        .describe('controlPlaneEndpoint is a load balancer of yours, a name, or the only API server.'),
    })
    .describe('controlPlaneEndpoint is a load balancer or a name of yours. The default.'),
  z
    .strictObject({
      type: z
        .literal('kube-vip')
        .describe('The host of controlPlaneEndpoint is an address that kube-vip gives to one API server.'),
      interface: w.interfaceName.describe('The card that carries the virtual address, on all of them.'),
      image: w.image
        .optional()
        .describe('kube-vip’s image. Default: ghcr.io/kube-vip/kube-vip of a version that nodeseed pins.'),
    })
    .describe(
      'controlPlaneEndpoint’s host is an address that kube-vip moves between the control-plane nodes.',
    ),
  z
    .strictObject({
      type: z
        .literal('local-proxy')
        .describe(
          'Every node with a kubelet has a proxy to all API servers; controlPlaneEndpoint is for others.',
        ),
      program: z
        .enum(['haproxy', 'nginx'])
        .optional()
        .describe(
          'What runs as nodeseed-api-proxy: the distribution’s package as a unit (haproxy with apt, dnf, yum; nginx with apt), else a static pod. Default: haproxy.',
        ),
      port: z
        .number()
        .int()
        .min(1024)
        .max(65535)
        .optional()
        .describe(
          'Its port on 127.0.0.1, the same on every node; none that a part of Kubernetes listens on. Default: 7443.',
        ),
      image: w.image
        .optional()
        .describe(
          'Image of the static pod. Default: docker.io/library/haproxy or nginx of a version that nodeseed pins.',
        ),
    })
    .describe(
      'Every node with a kubelet has a proxy of its own, which knows all API servers and asks after their health.',
    ),
]);

export const controlPlane = z.strictObject({
  run: z
    .enum(['static-pods', 'systemd'])
    .describe(
      'static-pods: the kubelet runs the programs, in kubeadm’s layout. systemd: they are units, from published binaries. etcd on nodes of its own is a unit either way.',
    ),
  imageRepository: w.imageRepository
    .optional()
    .describe(
      'Where the images of the control plane, of kube-proxy and of CoreDNS come from. Default: registry.k8s.io (k8s.gcr.io before 1.25).',
    ),
  apiServer: component
    .extend({
      certSANs: z
        .array(w.serverName)
        .optional()
        .describe(
          'Further names and addresses of its serving certificate. Default: none; the names of the kubernetes service, the host of controlPlaneEndpoint, localhost, and names and addresses of all control-plane nodes are there in any case.',
        ),
    })
    .optional()
    .describe('kube-apiserver.'),
  controllerManager: component.optional().describe('kube-controller-manager.'),
  scheduler: component
    .extend({
      config: patch
        .optional()
        .describe(
          'A merge patch for KubeSchedulerConfiguration. Default: no such file, flags alone; with a patch /etc/kubernetes/scheduler-config.yaml.',
        ),
    })
    .optional()
    .describe('kube-scheduler.'),
  etcd: etcd.optional().describe('etcd, on the nodes of the role etcd, else on those that serve the API.'),
  endpoint: endpoint
    .optional()
    .describe('How the API servers are reached. Default: external, controlPlaneEndpoint as it stands.'),
  encryption: z
    .enum(['secretbox', 'none'])
    .optional()
    .describe(
      'Whether Secrets are encrypted in etcd, with a key of secrets.yaml. Either way what was written the other way stays readable, as long as the key is there. Default: secretbox.',
    ),
  audit: z
    .union([z.enum(['metadata', 'none']), patch])
    .optional()
    .describe(
      'What goes to /var/log/kubernetes/audit/audit.log. metadata: who did what to what, without contents, probes and events. none: no log. A mapping: a Policy of audit.k8s.io/v1 of yours, such as { rules: [...] }. Default: metadata.',
    ),
  schedulable: z
    .boolean()
    .optional()
    .describe('true: control-plane nodes run workloads and have no taint of their role. Default: false.'),
});

export const addons = z.strictObject({
  coreDNS: z
    .union([
      z.literal('none'),
      z.strictObject({
        replicas: z
          .number()
          .int()
          .min(1)
          .max(99)
          .optional()
          .describe('How many pods. Default: 2; 1 where only one node has a kubelet.'),
        image: w.image
          .optional()
          .describe(
            'Its image. Default: what kubeadm of that release pulls, for 1.19 to 1.21 and 1.33 to 1.37; other releases need it.',
          ),
      }),
    ])
    .optional()
    .describe(
      'The DNS of the cluster, at the first of networking.clusterDNS. none: not applied. Default: CoreDNS.',
    ),
});

const manifestName = w.dnsLabel.describe('Its name in messages and in the name of its file.');

/** Applied to the API in this order. */
export const manifestList = z.array(
  z.union([
    z.strictObject({
      name: manifestName,
      contents: w.text.describe('One or more objects as YAML. Shown in manifests/ of the output.'),
    }),
    z.strictObject({
      name: manifestName,
      url: w.url.describe(
        'Where the node fetches it from at first boot; mirrors of binaries.mirrors go first.',
      ),
      digest: w.digest.describe('Digest of that file; another one is refused.'),
    }),
  ]),
);
