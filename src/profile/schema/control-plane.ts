/** What a profile may say of a control plane that nodeseed builds. */
import { z } from 'zod';
import { extraArgs, patch, unitPatch } from './kubelet.ts';
import * as w from './words.ts';

const component = z.strictObject({
  extraArgs: extraArgs.optional().describe('Flags by name without the dashes; null leaves one out.'),
  unit: unitPatch.optional().describe('A patch for its unit, where it runs as one.'),
});

const etcd = component.extend({
  version: w.version
    .optional()
    .describe('Of the binary (run: systemd) or of the image; default: what kubeadm pairs.'),
  dataDirectory: w.path.optional().describe('Default: /var/lib/etcd.'),
});

const endpoint = z.discriminatedUnion('type', [
  z
    .strictObject({ type: z.literal('external') })
    .describe('controlPlaneEndpoint is a load balancer or a name of yours. The default.'),
  z
    .strictObject({
      type: z.literal('kube-vip'),
      interface: w.interfaceName.describe('The card that carries the virtual address.'),
      image: w.line
        .optional()
        .describe('Default: ghcr.io/kube-vip/kube-vip of a version that nodeseed pins.'),
    })
    .describe(
      'controlPlaneEndpoint’s host is an address that kube-vip moves between the control-plane nodes.',
    ),
  z
    .strictObject({
      type: z.literal('local-proxy'),
      program: z
        .enum(['haproxy', 'nginx'])
        .optional()
        .describe(
          'Default: haproxy. The distribution’s package as a unit; a static pod where there is no package for it.',
        ),
      port: z
        .number()
        .int()
        .min(1024)
        .max(65535)
        .optional()
        .describe('On 127.0.0.1 of every node; default: 7443, never 6443.'),
      image: w.line
        .optional()
        .describe('Of the static pod. Default: the official image of a version that nodeseed pins.'),
    })
    .describe(
      'Every node with a kubelet has a proxy of its own, which knows all API servers and asks after their health.',
    ),
]);

export const controlPlane = z.strictObject({
  run: z.enum(['static-pods', 'systemd']).describe('kubeadm’s layout, or the programs as units.'),
  imageRepository: w.line.optional().describe('Default: registry.k8s.io (k8s.gcr.io before 1.25).'),
  apiServer: component
    .extend({
      certSANs: z
        .array(w.line)
        .optional()
        .describe('Further names and addresses of its serving certificate.'),
    })
    .optional(),
  controllerManager: component.optional(),
  scheduler: component
    .extend({ config: patch.optional().describe('A merge patch for KubeSchedulerConfiguration.') })
    .optional(),
  etcd: etcd.optional(),
  endpoint: endpoint.optional(),
  encryption: z
    .enum(['secretbox', 'none'])
    .optional()
    .describe('Secrets at rest in etcd; default: secretbox.'),
  audit: z
    .union([z.enum(['metadata', 'none']), patch])
    .optional()
    .describe('metadata (the default), none, or a Policy of audit.k8s.io/v1.'),
  schedulable: z.boolean().optional().describe('Workloads on control-plane nodes; default: false, by taint.'),
});

export const addons = z.strictObject({
  coreDNS: z
    .union([
      z.literal('none'),
      z.strictObject({ replicas: z.number().int().min(1).max(99).optional(), image: w.line.optional() }),
    ])
    .optional(),
});

/** Applied to the API after everything of nodeseed’s own, in this order. */
export const ownManifests = z.array(
  z.union([
    z.strictObject({ name: w.dnsLabel, contents: w.text }),
    z.strictObject({ name: w.dnsLabel, url: w.url, digest: w.digest }),
  ]),
);
